import type { Kysely } from 'kysely'
import { z } from 'zod'
import { isSwitchedOff } from '../../commands/settings/modules.ts'
import { DomainError } from '../../domain/error.ts'
import { lead } from '../../domain/sales/lead.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { systemPrincipal } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import type { sequenceTable } from '../../projections/marketing/sequence.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import type { Services } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'

const reader = systemPrincipal('sequences', { kind: 'saga' })

/** Lets a lead enter the sequences that begin at the stage where it stands. Done again, nobody enters twice. */
export function stageStep({ execute, readModels }: Pick<Services, 'execute' | 'readModels'>): Effect {
  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const { leadId } = z.object({ leadId: uuid }).parse(request.body)
    const status = (await execute.load(lead, leadId))?.status
    if (!status || (await isSwitchedOff('marketing', execute))) return { events: [] }
    const all = await readModels.read(reader, {}, (db) =>
      (db as never as Kysely<TablesOf<[typeof sequenceTable]>>)
        .selectFrom('sequence')
        .select(['id', 'entered'])
        .where('model', '=', 'lead')
        .where('archived', '=', false)
        .where('version', '>', 0)
        .execute(),
    )
    for (const { id: sequenceId } of all.filter(({ entered }) => entered.includes(status)))
      await execute({
        ...request,
        command: 'enrolment.begin',
        commandId: derivedId('sequence-stage', request.commandId, sequenceId),
        body: { sequenceId, personId: leadId, by: 'stage' },
      }).catch((error: unknown) => {
        // They are in it, came before, or are not to be written to.
        if (!(error instanceof DomainError)) throw error
      })
    return { events: [] }
  }
  return (requests) => Promise.all(requests.map(step))
}
