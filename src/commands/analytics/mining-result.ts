import { miningResult } from '../../domain/analytics/mining-result.ts'
import { commandsOf } from '../command.ts'

/** Sent by the endpoint that has asked the insight. */
export const miningResultCommands = commandsOf(miningResult, () => ({
  'miningResult.make': { summary: 'Keep what an insight came to', internal: true },
}))
