import type { Alike } from '../../commands/command.ts'
import type { LikenessKind } from '../../domain/customers/likeness.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import type { ReadModels } from '../http/services.ts'
import { candidatesFor } from './duplicates.ts'

const reader = systemPrincipal('alike', { kind: 'saga' })

/**
 * Who else may be the one that is known so, for those who decide on a record: whoever asks. Nobody who writes waits for it, so
 * that it is told as the read models stand, and not at all where they cannot be read.
 */
export const createAlike =
  ({ readModels }: { readModels: Pick<ReadModels, 'read'> }): Alike =>
  async (models, of) => {
    try {
      const found = await readModels.read(reader, {}, async (db) => {
        const all = []
        for (const model of models)
          all.push(
            ...(await candidatesFor(db, model as LikenessKind, of, reader)).map((one) => ({ model, ...one })),
          )
        return all
      })
      return found.map(({ model, id, reasons, archived }) => ({ model, id, reasons, archived }))
    } catch {
      return undefined
    }
  }
