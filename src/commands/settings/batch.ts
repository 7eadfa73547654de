import { conflict } from '../../domain/error.ts'
import { type BatchAsker, batch } from '../../domain/settings/batch.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { commandsOf } from '../command.ts'

const { commands } = batch

/** Sent by the batch's own endpoints, which say what it is of, and by its process manager, which carries it on. */
export const batchCommands = commandsOf(batch, (prepared) => ({
  'batch.start': {
    summary: 'Do something to many records',
    internal: true,
    ...prepared(commands['batch.start'].schema.omit({ asker: true }), (body, { principal }) => ({
      ...body,
      asker: askerIn(principal),
    })),
  },
  'batch.advance': { summary: 'Carry a batch on', internal: true },
  'batch.pause': { summary: 'Pause a batch: what is under way is done first' },
  'batch.resume': { summary: 'Go on with a paused batch' },
  'batch.cancel': { summary: 'Cancel a batch; what it has done so far stays done' },
  'batch.revert': {
    summary: 'Take back what a batch has done',
    internal: true,
    ...prepared(commands['batch.revert'].omit({ asker: true }), (_, { principal }) => ({
      asker: askerIn(principal),
    })),
  },
}))

function askerIn({ actor, via }: Principal): BatchAsker {
  if (actor.kind !== 'user') conflict('batch.nobody', 'A batch is asked for by somebody whose rights it has.')
  return { userId: actor.id, keyId: via.kind === 'api-key' ? (via.id ?? null) : null }
}
