import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { AnyDecider } from '../../domain/decider.ts'
import { customSetting, settingValue, type ToldValue, valueOn } from '../../domain/settings/custom-setting.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import type { customSettingTable } from '../../projections/settings/custom-setting.ts'
import { timeParameters } from '../http/asking.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { hiddenOf } from '../http/masks.ts'
import type { Services } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import { settingAt } from '../lists/setting.ts'
import type { Step } from '../log/history.ts'
import { organisationDay } from './organisation.ts'

const changed = z.object({
  changedAt: instant.nullable().describe('Null: nobody has decided anything; it is how it begins.'),
  changedBy: z
    .object({ id: z.string(), name: z.string() })
    .register(vocabulary, { id: 'SettingChanger' })
    .nullable(),
})
const leaf = changed
  .extend({ key: z.string(), value: z.unknown() })
  .register(vocabulary, { id: 'SettingLeaf' })
const branch = z
  .object({
    path: z.string().describe('Where it is read and changed, under `/api`.'),
    model: z.string(),
    id: uuid.describe('Of the record, whose history says all that was ever decided.'),
    revision: z.int().nullable(),
    values: z.array(leaf),
  })
  .register(vocabulary, { id: 'SettingBranch' })
const own = changed
  .extend({
    id: uuid,
    key: z.string(),
    name: z.string(),
    value: settingValue.nullable().describe('On the day.'),
    planned: z
      .array(z.object({ value: settingValue.nullable(), from: z.string() }))
      .describe('Of later days.'),
  })
  .register(vocabulary, { id: 'OwnSetting' })

/** Longer values, such as pictures, are told where they are changed. */
const longest = 1000

/** `GET /settings/tree`: every setting there is, with who changed it when, as far as one may read it, now or as of any instant (ADM-02). */
export function settingsTree(services: Services, endpoints: readonly Endpoint[]): Endpoint {
  const settings = endpoints.flatMap(({ setting, path }) => (setting ? [{ ...setting, path }] : []))
  return endpoint({
    method: 'GET',
    path: '/settings/tree',
    summary: 'Every setting with its value, who changed it and when, now or as of any instant',
    tag: 'settings',
    access: 'signed-in',
    headers: 'read',
    parameters: timeParameters,
    reply: z.object({ items: z.array(branch), own: z.array(own) }),
    async run({ parameters, principal }) {
      const who = principal()
      const seen = settings.filter(({ decider }) => allows(who.may, `${decider.name}.read`))
      const items = await Promise.all(
        seen.map(async ({ decider, id, defaults, path }) => {
          const { steps, columns } = await settingAt(services, decider, id, parameters)
          const state = { ...defaults, ...(steps.at(-1)?.after as object | undefined) }
          const hidden = hiddenOf(who, decider.name)
          const values = Object.entries(state)
            .filter(([key, value]) => isTold(key, value) && !hidden.has(key))
            .map(([key, value]) => ({ key, value, step: lastChange(steps, key) }))
          return { path, model: decider.name, id, revision: columns.revision, values }
        }),
      )
      const mine = allows(who.may, 'customSetting.read') ? await ownSettings(services, who, parameters) : []
      const actors = [...items.flatMap(({ values }) => values), ...mine].flatMap(
        ({ step }) => step?.event.metadata.actor.id ?? [],
      )
      const names = await services.identity.names([...new Set(actors)], who)
      const told = <T extends { step: Step | undefined }>({ step, ...rest }: T) => {
        const by = step?.event.metadata.actor.id
        return {
          ...rest,
          changedAt: step?.event.occurredAt ?? null,
          changedBy: by === undefined ? null : { id: by, name: names.get(by) ?? by },
        }
      }
      return {
        items: items.map(({ values, ...rest }) => ({ ...rest, values: values.map(told) })),
        own: mine.map(told),
      }
    },
  })
}

function isTold(key: string, value: unknown): boolean {
  if (key === 'archived' || key === 'said') return false
  return JSON.stringify(value ?? null).length <= longest
}

/** The step by which a field became what it is; undefined: it never was anything else. */
function lastChange(steps: readonly Step[], key: string): Step | undefined {
  const at = (state: unknown) => JSON.stringify((state as Record<string, unknown> | undefined)?.[key] ?? null)
  return steps.findLast(({ before, after }) => before === undefined || at(before) !== at(after))
}

async function ownSettings(services: Services, who: Principal, at: z.output<typeof timeParameters>) {
  const on = await organisationDay(services, at.asOf ?? services.clock())
  const rows = await services.readModels.read(who, at, (db) =>
    (db as never as Kysely<TablesOf<[typeof customSettingTable]>>)
      .selectFrom('customSetting')
      .select(['id', 'key', 'name', 'said'])
      .where('archived', '=', false)
      .orderBy('key')
      .limit(1000)
      .execute(),
  )
  return Promise.all(
    rows.map(async ({ id, key, name, said: shown }) => {
      // Whose role hides it is told of no value.
      const said: typeof shown = (shown as typeof shown | null) ?? []
      const { steps } = await settingAt(services, customSetting as never as AnyDecider, id, at)
      // Who said what holds on the day, not what is planned.
      const step = steps.findLast(
        ({ event }) => event.type === 'customSetting.set' && (event.data as ToldValue).from <= on,
      )
      return {
        id,
        key,
        name,
        value: valueOn(said, on),
        planned: said.filter(({ from }) => from > on),
        step,
      }
    }),
  )
}
