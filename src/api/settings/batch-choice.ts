import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { CommandDefinition } from '../../commands/command.ts'
import { InvalidInput, mustMay } from '../../commands/errors.ts'
import { parseInput } from '../../commands/parse.ts'
import { fieldSetId } from '../../commands/settings/referred.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { personalPaths } from '../../domain/personal.ts'
import { type BatchPart, mostItems } from '../../domain/settings/batch.ts'
import { fieldSet } from '../../domain/settings/field-set.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import type { Services } from '../http/services.ts'
import type { Ownerships } from '../identity/leaving.ts'
import { listOf, listParameters, matchingRows } from '../lists/matching.ts'
import type { Callings } from '../lists/names.ts'

export type Part = Pick<BatchPart, 'command' | 'body'> & { ids: string[] }

export interface ChoiceParts {
  ownerships: Ownerships
  callings: Callings
}

/** What is to be done, and to which records: those with these ids, or all that a list shows. */
export const choice = z
  .object({
    command: z
      .string()
      .max(120)
      .meta({ examples: ['lead.assign'] }),
    body: z
      .record(z.string().max(60), z.unknown())
      .default({})
      .describe('What the command is told, the same for each record.'),
    ids: z.array(uuid).min(1).max(mostItems).optional(),
    matching: listParameters
      .optional()
      .describe(
        'Instead of ids: the parameters of the list that shows the records, such as `where` and `q`.',
      ),
    expect: z
      .int()
      .min(0)
      .optional()
      .describe('How many match, as far as the asker knows; refused with 409 when it is another number.'),
    along: z
      .array(z.string().max(60))
      .max(20)
      .default([])
      .describe(
        'Of records that are given to somebody: the models of which what is still open goes with them, where it has the same owner.',
      ),
  })
  .register(vocabulary, { id: 'BatchRequest' })
export type Choice = z.output<typeof choice>

/**
 * The parts of a batch: what was asked for, and what goes along with it. What stands there by then is not held: each record
 * is decided on when it is its turn.
 * @throws InvalidInput, Forbidden, DomainError
 */
export async function chosen(
  services: Services,
  parts: ChoiceParts,
  { command, body, ids, matching, expect, along }: Choice,
  principal: Principal,
): Promise<readonly Part[]> {
  const definition = fitFor(services, command, body)
  await refusePersonal(services, definition, body)
  mustMay(principal, definition.permission)
  if ((ids === undefined) === (matching === undefined))
    throw invalid('ids', 'choice', 'Say either which records by their ids, or which list shows them.')
  const all = ids ?? (await matchingIds(services, definition.decider.name, matching ?? {}, principal))
  const records = [...new Set(all)]
  if (expect !== undefined && expect !== records.length) {
    conflict('batch.other-number', `It is ${records.length} records by now, not ${expect}; look again.`, {
      total: records.length,
    })
  }
  if (records.length === 0) refuse('batch.none', 'There is no such record.', { field: 'matching' })
  const first = { command, body, ids: records }
  const open =
    along.length > 0 ? await openOf(services, parts, first, principal) : new Map<string, string[]>()
  const more = along.flatMap((model): Part[] => {
    const ownership = parts.ownerships.get(model)
    const own = parts.ownerships.get(definition.decider.name)
    if (!ownership?.open || !own)
      throw invalid('along', 'model', `Nothing of ${model} can go along with this.`)
    const goes = open.get(model) ?? []
    return goes.length > 0
      ? [{ command: ownership.command, body: { [ownership.column]: body[own.column] }, ids: goes }]
      : []
  })
  if ([first, ...more].reduce((sum, part) => sum + part.ids.length, 0) > mostItems) throw tooMany()
  return [first, ...more]
}

/** @throws InvalidInput for what cannot be asked of many. */
function fitFor({ faces }: Services, type: string, body: Choice['body']): CommandDefinition {
  const definition = faces.commandOf(type)
  if (!definition?.inverse || definition.internal)
    throw invalid('command', 'batch', 'This is no command that can be asked of many records at once.')
  const { shape } = definition.body.def as { shape?: Readonly<Record<string, z.ZodType>> }
  const personal = Object.keys(body).find((name) => shape?.[name] && personalPaths(shape[name]).length > 0)
  if (personal !== undefined) throw invalid(`body.${personal}`, 'personal', saidOfMany)
  try {
    parseInput(definition.body, body)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    throw new InvalidInput(
      error.issues.map((issue) => ({ ...issue, field: ['body', issue.field].filter(Boolean).join('.') })),
    )
  }
  return definition
}

/** @throws InvalidInput for fields of the organisation's own that are about a person. */
async function refusePersonal(
  { execute }: Pick<Services, 'execute'>,
  { decider }: CommandDefinition,
  { custom }: Choice['body'],
): Promise<void> {
  if (typeof custom !== 'object' || custom === null) return
  const fields = (await execute.load(fieldSet, fieldSetId(decider.name)))?.fields ?? []
  const personal = fields.find(({ key, personal: own }) => own && key in custom)
  if (personal) throw invalid(`body.custom.${personal.key}`, 'personal', saidOfMany)
}

const saidOfMany = 'What is said of one person cannot be said of many.'

/** The ids of all that a list shows this asker. @throws as the list does. */
export async function matchingIds(
  services: Services,
  model: string,
  asked: Readonly<Record<string, string>>,
  principal: Principal,
): Promise<string[]> {
  const list = listOf(services, model)
  if (!list) throw invalid('matching', 'list', `There is no list of ${model} to choose from.`)
  const rows = await matchingRows(services, list, asked, { principal, most: mostItems })
  if (rows === undefined) throw tooMany()
  return rows.map(({ id }) => id)
}

type Rows = Record<string, { id: string } & Record<string, string>>

/**
 * What is still open with records that are to be given away, and owned by who owns them, by its model. Empty where nothing is
 * given away.
 */
export async function openOf(
  { faces, readModels }: Pick<Services, 'faces' | 'readModels'>,
  { ownerships }: Pick<ChoiceParts, 'ownerships'>,
  part: Part | undefined,
  principal: Principal,
): Promise<ReadonlyMap<string, string[]>> {
  const model = part?.command.split('.')[0] ?? ''
  const own = ownerships.get(model)
  if (!part || own?.command !== part.command || !part.body[own.column]) return new Map()
  const related = [...(faces.criteria.vocabularies.get(model)?.related.values() ?? [])].filter(
    (one) => one.own === 'id' && allows(principal.may, `${one.model}.read`),
  )
  return readModels.read(principal, {}, async (db) => {
    const tables = db as never as Kysely<Rows>
    const found = new Map<string, string[]>()
    for (const { model: other, other: field } of related) {
      const { open, column } = ownerships.get(other) ?? {}
      if (!open || column === undefined) continue
      const rows = await tables
        .selectFrom(other)
        .innerJoin(model, `${model}.id`, `${other}.${field}`)
        .select(`${other}.id`)
        .where(`${model}.id`, 'in', part.ids)
        .whereRef(`${other}.${column}`, '=', `${model}.${own.column}`)
        .where(`${other}.${open.column}`, 'in', [...open.is])
        .execute()
      const ids = [...new Set([...(found.get(other) ?? []), ...rows.map(({ id }) => id)])]
      if (ids.length > 0) found.set(other, ids)
    }
    return found
  })
}

const tooMany = () =>
  invalid('matching', 'batch.too-many', `These are more than ${mostItems} records; choose fewer.`)

function invalid(field: string, rule: string, message: string): InvalidInput {
  return new InvalidInput([{ field, rule, message }])
}
