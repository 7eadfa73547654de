import { z } from 'zod'
import { decider } from '../decider.ts'
import { conflict, refuse } from '../error.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { changed, merged } from '../record.ts'
import { day, daysAfter, lastDay, monthsOn } from '../values/day.ts'
import { instant } from '../values/instant.ts'
import { count } from '../values/integer.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** How often: every two weeks, every six months. */
export const rhythm = z
  .object({
    every: count.min(1).max(120),
    unit: z.enum(['week', 'month']).register(vocabulary, { id: 'MaintenanceUnit' }),
  })
  .register(vocabulary, { id: 'MaintenanceRhythm' })

const fields = z.object({
  name: line(120),
  accountId: uuid,
  serviceId: uuid,
  assetId: uuid.nullable(),
  contractId: uuid.nullable(),
  /** Who answers for its orders. */
  ownerId: uuid.nullable(),
  rhythm,
  /** The first day on which it is due; the others follow from it. */
  startsOn: day,
  /** The last day on which it may be due; null: for ever. */
  endsOn: day.nullable(),
  /** So many days before it is due its order is made. */
  aheadDays: count.max(365),
  tasks: z.array(line(300)).max(100),
})
export type MaintenanceTerms = z.output<typeof fields>

/** When it is due next, and when the order of that is made. */
const next = z.object({ dueOn: day, makeAt: instant }).nullable()
export type NextDue = z.output<typeof next>
const planned = z.object({ next })

const events = {
  'maintenancePlan.created': creates(fields.extend({ next })),
  'maintenancePlan.changed': z.object({ changes: fields.partial(), next }),
  /** An order of it is made for that day. */
  'maintenancePlan.fell-due': z.object({ dueOn: day, next }),
  'maintenancePlan.archived': z.object({}),
  'maintenancePlan.restored': planned,
}

const commands = {
  'maintenancePlan.create': creates(fields.extend({ next })),
  'maintenancePlan.change': z.object({ changes: fields.omit({ accountId: true }).partial(), next }),
  'maintenancePlan.fall-due': planned,
  'maintenancePlan.archive': z.object({}),
  'maintenancePlan.restore': planned,
}

export interface MaintenancePlanState extends MaintenanceTerms {
  archived: boolean
  next: NextDue
  /** The last day for which an order was made. */
  lastDueOn: string | null
}

const own = decider<MaintenancePlanState>()({
  name: 'maintenancePlan',
  events,
  commands,
  evolve: {
    'maintenancePlan.created': (_, data) => ({ ...data, archived: false, lastDueOn: null }),
    'maintenancePlan.changed': (state, { changes, next: news }) => ({
      ...merged(state, changes),
      next: news,
    }),
    'maintenancePlan.fell-due': (state, { dueOn, next: news }) => ({
      ...state,
      lastDueOn: dueOn,
      next: news,
    }),
    'maintenancePlan.archived': (state) => ({ ...state, archived: true, next: null }),
    'maintenancePlan.restored': (state, { next: news }) => ({ ...state, archived: false, next: news }),
  },
  decide: {
    'maintenancePlan.create': (_, data) => {
      mustMakeSense(data)
      return [{ type: 'maintenancePlan.created', data }]
    },
    'maintenancePlan.change': (state, { changes: input, next: news }) => {
      if (state.archived) conflict('maintenancePlan.archived', 'This plan is archived; restore it first.')
      const changes = changed<MaintenanceTerms>(state, input)
      if (Object.keys(changes).length === 0) return []
      mustMakeSense(merged<MaintenanceTerms>(state, changes))
      return [{ type: 'maintenancePlan.changed', data: { changes, next: news } }]
    },
    // Whoever asks only prompts: whether it is time is for the plan to say.
    'maintenancePlan.fall-due': ({ next: now, archived }, { next: news }, { at }) =>
      archived || now === null || now.makeAt > at
        ? []
        : [{ type: 'maintenancePlan.fell-due', data: { dueOn: now.dueOn, next: news } }],
    'maintenancePlan.archive': (state) =>
      state.archived ? [] : [{ type: 'maintenancePlan.archived', data: {} }],
    'maintenancePlan.restore': (state, input) =>
      state.archived ? [{ type: 'maintenancePlan.restored', data: input }] : [],
  },
})

/** What is looked after every so often; an order is made of it ahead of each time, once. */
export const maintenancePlan = withLinks('maintenancePlan', own, fields.pick({ accountId: true }))

/**
 * The first day on which it is due after another one, or from one on; undefined: never again. The days are counted from the first,
 * so that what began on the 31st comes back to it after a shorter month.
 */
export function dueAfter(
  { startsOn, endsOn, rhythm: { every, unit } }: Pick<MaintenanceTerms, 'startsOn' | 'endsOn' | 'rhythm'>,
  than: { after: string } | { from: string },
): string | undefined {
  const isFit = (date: string) => ('after' in than ? date > than.after : date >= than.from)
  const bound = 'after' in than ? than.after : than.from
  const step = (place: number) =>
    unit === 'week' ? daysAfter(startsOn, 7 * every * place) : monthsOn(startsOn, every * place)
  const days = (Date.parse(bound) - Date.parse(startsOn)) / 86_400_000
  // No step is longer than so many days, so that nothing is passed over.
  let place = Math.max(0, Math.floor(days / (unit === 'week' ? 7 * every : 31 * every)) - 1)
  // Beyond the last day there is none.
  while (!isFit(step(place)) && step(place) < lastDay) place++
  const date = step(place)
  if (!isFit(date)) return undefined
  return endsOn !== null && date > endsOn ? undefined : date
}

function mustMakeSense({ startsOn, endsOn }: MaintenanceTerms): void {
  if (endsOn !== null && endsOn < startsOn)
    refuse('maintenancePlan.period-reversed', 'It would end before it begins.', { field: 'endsOn' })
}
