import { CompiledQuery } from 'kysely'
import type { Hold } from '../../commands/execute.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import type { Criterion } from '../../domain/criteria/criterion.ts'
import { resolve } from '../../domain/criteria/resolve.ts'
import { type Principal, systemPrincipal } from '../../platform/people/permissions.ts'
import { ident, snake } from '../../platform/pg/pg.ts'
import { Unavailable } from '../http/problem.ts'
import type { Services } from '../http/services.ts'
import { choicesNow } from './choices.ts'
import { asked, criterionSql } from './criteria.ts'
import { customFieldsNow, withCustomFields } from './custom-values.ts'
import { partsOf } from './parts.ts'

/** How long a command waits for the read models, in ms. */
const patience = 5000

/**
 * Those of these records of which a criterion holds, now or as of an instant, as somebody may ask it.
 * @throws InvalidInput, FieldsForbidden, Forbidden as a list that is asked for it does
 */
export async function heldOf(
  { readModels, execute, clock, faces }: Pick<Services, 'readModels' | 'execute' | 'clock' | 'faces'>,
  principal: Principal,
  {
    where,
    model,
    ids,
    asOf,
  }: { where: Criterion; model: string; ids: readonly string[]; asOf?: string | undefined },
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const now = asOf ?? clock()
  const criteria = withCustomFields(faces.criteria, await customFieldsNow(execute))
  const zone = await organisationZone(execute.load, now)
  const choices = await choicesNow(execute)
  return readModels.read(principal, asOf === undefined ? {} : { asOf }, async (db) => {
    const parts = await partsOf(db, where, criteria.vocabularies)
    const { test, tables } = asked(where, model, criteria, { principal, now, zone, choices, parts })
    const values: unknown[] = []
    const parameter = (value: unknown) => `$${values.push(value)}`
    const held = criterionSql(test, { model, alias: 'it', tables }, parameter)
    const sql = `select it.id from ${ident(snake(model))} as it where it.id = any(${parameter(ids)}::uuid[]) and ${held}`
    const { rows } = await db.executeQuery<{ id: string }>(CompiledQuery.raw(sql, values))
    return new Set(rows.map(({ id }) => id))
  })
}

const reader = systemPrincipal('criteria', { kind: 'saga' })

/**
 * Holds criteria against records for those who decide on them: whoever asks, they hold or not, and nothing more is told.
 * @throws Unavailable when the read models are not there in time.
 */
export function createHold({
  readModels,
  execute,
  clock,
  faces,
}: Pick<Services, 'readModels' | 'execute' | 'clock'> & {
  faces: Pick<Services['faces'], 'criteria'>
}): Hold {
  const { vocabularies, tables } = faces.criteria
  return async (criteria, model, id, newest) => {
    const now = clock()
    const isAsked = id !== null && criteria.length > 0
    if (isAsked && newest !== undefined && !(await readModels.waitFor(newest, patience)))
      throw new Unavailable('not-yet-visible', 'What was written before is not to be read yet; ask again.')
    const asking = {
      now,
      zone: await organisationZone(execute.load, now),
      choices: await choicesNow(execute),
      parts: await readModels.read(reader, {}, (db) => partsOf(db, { all: criteria }, vocabularies)),
    }
    const tests = criteria.map((each) => resolve(each, model, vocabularies, asking))
    if (!isAsked) return tests.map(() => false)
    const values: unknown[] = []
    const parameter = (value: unknown) => `$${values.push(value)}`
    const held = tests.map(
      (test) => `coalesce(${criterionSql(test, { model, alias: 'it', tables }, parameter)}, false)`,
    )
    const sql = `select array[${held.join(', ')}] as held from ${ident(snake(model))} as it
      where it.id = ${parameter(id)}::uuid`
    const { rows } = await readModels.read(reader, {}, (db) =>
      db.executeQuery<{ held: boolean[] }>(CompiledQuery.raw(sql, values)),
    )
    return rows[0]?.held ?? tests.map(() => false)
  }
}
