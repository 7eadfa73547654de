import { backTest } from '../../domain/analytics/back-test.ts'
import { commandsOf } from '../command.ts'

/** Sent by the job that has worked it out. */
export const backTestCommands = commandsOf(backTest, () => ({
  'backTest.make': { summary: 'Keep what came of a back-test', internal: true },
}))
