import type { Phase, PhaseInMemory, Row } from '../imports/import.ts'
import { type Dice, loadedDice } from './dice.ts'
import { as, command, demoUsers, made } from './organisation.ts'
import { day, dayOf, morning } from './timeline.ts'

const hour = 3_600_000
const minute = 60_000
const zone = 'Europe/Berlin'

const purposes = ['First contact', 'Requirements', 'Price', 'Renewal', 'Feedback on the trial']
const outcomes = ['reached', 'reached', 'reached', 'left-message', 'no-answer', 'busy'] as const
const said = [
  'They want a second demonstration with their own samples.',
  'Budget is **approved**; procurement wants three references.',
  'Asked for delivery before the audit.',
  'A competitor offers a longer warranty.\n\n- two years instead of one\n- on-site service included',
  'Decides after the board meeting.',
]
const todo = [
  'Send the revised offer',
  'Ask for the names of references',
  'Book the demonstration',
  'Check the delivery time',
  'Call back about the contract',
] as const

interface Added {
  key: readonly (string | number)[]
  by: string
  at: number
  body: object
}

/** What was done with deals and leads, and what the days ahead hold: most of it done, some of it late. */
export async function activities(sales: readonly PhaseInMemory[], now: number): Promise<Phase[]> {
  const dice = await loadedDice(20260402)
  const rowsOf = (name: string) => sales.find((phase) => phase.name === name)?.rows ?? []
  const all = [
    ...rowsOf('Opportunities').flatMap((row) => ofDeal(row, now, dice)),
    ...rowsOf('Leads').flatMap((row) => ofLead(row, now, dice)),
    ...today(now),
  ]
  return [{ name: 'Activities', rows: all.filter(({ at }) => at < now).map(rowFor) }]
}

function rowFor({ key, by, at, body }: Added, line: number): Row {
  const request = {
    command: 'activity.add',
    commandId: command('activity', ...key),
    body,
    principal: as(by),
    occurredAt: new Date(at).toISOString(),
  }
  return { file: 'demo', line, requests: [request] }
}

const keyOf = (row: Row) => {
  const id = row.requests[0]?.principal?.actor.id
  return demoUsers.find((user) => user.id === id)?.key ?? 'manager'
}
const iso = (ms: number) => new Date(ms).toISOString()

function callAt(start: number, regarding: object[], { pick, whole, chance }: Dice) {
  const outcome = pick(outcomes)
  const isLong = outcome === 'reached'
  return {
    kind: 'call',
    startsAt: iso(start),
    direction: chance(0.7) ? 'outbound' : 'inbound',
    purpose: pick(purposes),
    outcome,
    durationSeconds: isLong ? whole(3, 35) * 60 + whole(0, 59) : whole(10, 50),
    body: isLong ? pick(said) : null,
    regarding,
  }
}

function ofDeal(row: Row, now: number, dice: Dice): Added[] {
  const { pick, whole, chance } = dice
  const index = row.line
  const by = keyOf(row)
  const regarding = [{ model: 'opportunity', id: made('opportunity', index) }]
  const opened = Date.parse(row.requests[0]?.occurredAt ?? '')
  const last = Date.parse(row.requests.at(-1)?.occurredAt ?? '')
  const isOver = /\.(win|lose)$/.test(row.requests.at(-1)?.command ?? '')
  const first = opened + whole(2, 30) * hour
  const added: Added[] = [
    { key: ['deal', index, 'call'], by, at: first + hour, body: callAt(first, regarding, dice) },
  ]
  if (chance(0.5)) {
    const body = { kind: 'note', body: pick(said), regarding }
    added.push({ key: ['deal', index, 'note'], by, at: first + whole(2, 5) * day, body })
  }
  if (chance(0.35)) {
    const start = morning(first + whole(3, 9) * day, 120)
    const body = {
      kind: 'appointment',
      subject: 'Demonstration',
      startsAt: iso(start),
      endsAt: iso(start + 90 * minute),
      location: pick(['At the customer’s', 'Video call', 'Showroom']),
      body: '- Samples\n- Questions of the lab\n- Next steps',
      done: true,
      regarding,
    }
    added.push({ key: ['deal', index, 'meeting'], by, at: start + 2 * hour, body })
  }
  if (index % 6 === 0) {
    const at = first + 6 * hour
    const body = {
      kind: 'email',
      direction: index % 12 === 0 ? 'outbound' : 'inbound',
      subject: index % 12 === 0 ? 'The offer we talked about' : 'Question about the delivery',
      body:
        index % 12 === 0 ? 'As agreed by telephone, here is our offer.' : 'When could the scopes be here?',
      startsAt: iso(at),
      email: {
        from: { address: index % 12 === 0 ? 'sales@larkspur.example' : 'lab@customer.example' },
        to: [{ address: index % 12 === 0 ? 'lab@customer.example' : 'sales@larkspur.example' }],
      },
      regarding,
    }
    added.push({ key: ['deal', index, 'email'], by, at: at + hour, body })
  }
  if (!isOver && chance(0.6)) {
    const due = now + whole(-3, 12) * day
    const body = {
      kind: 'task',
      subject: pick(todo),
      priority: pick(['normal', 'normal', 'high', 'low', 'urgent']),
      due: { day: dayOf(due), time: chance(0.5) ? pick(['09:00', '11:30', '16:00']) : null, timeZone: zone },
      regarding,
    }
    added.push({ key: ['deal', index, 'task'], by, at: Math.min(last + hour, now - hour), body })
  }
  return added
}

function ofLead(row: Row, now: number, dice: Dice): Added[] {
  const index = row.line
  if (row.requests.length < 2 || dice.chance(0.3)) return []
  const regarding = [{ model: 'lead', id: made('lead', index) }]
  const start = Math.min(Date.parse(row.requests[0]?.occurredAt ?? '') + dice.whole(3, 40) * hour, now - hour)
  return [
    { key: ['lead', index], by: keyOf(row), at: start + hour / 2, body: callAt(start, regarding, dice) },
  ]
}

/** The day of whoever signs in first: something at each hour, and what comes again each week. */
function today(now: number): Added[] {
  const date = dayOf(now)
  const at = now - 2 * hour
  const on = (index: number) => [{ model: 'opportunity', id: made('opportunity', index) }]
  const start = Math.ceil((now + 2 * hour) / hour) * hour

  const due = (time: string | null) => ({ day: date, time, timeZone: zone })
  return ['rep', 'manager'].flatMap((by, n): Added[] => [
    {
      key: ['today', by, 'review'],
      by,
      at,
      body: {
        kind: 'task',
        subject: 'Look through the deals that close this month',
        due: due(null),
        recurrence: { every: 'week' },
      },
    },
    {
      key: ['today', by, 'call'],
      by,
      at,
      body: {
        kind: 'call',
        subject: 'Ask how the trial went',
        startsAt: iso(start),
        done: false,
        remindAt: iso(start - 10 * minute),
        regarding: on(145 + n),
      },
    },
    {
      key: ['today', by, 'meeting'],
      by,
      at,
      body: {
        kind: 'appointment',
        subject: 'Kick-off of the framework contract',
        startsAt: iso(morning(now + day, (8 + n) * 60)),
        endsAt: iso(morning(now + day, (9 + n) * 60)),
        location: 'Video call',
        participants: [{ model: 'user', id: made('user', n === 0 ? 'manager' : 'rep') }],
        regarding: on(140 + n),
      },
    },
    // A week of a calendar, and the one before, at hours at which people meet.
    ...[-6, -3, -1, 1, 2, 4].map((days, place): Added => {
      const begins = morning(now + days * day, (1 + 2 * n + place) * 60)
      return {
        key: ['calendar', by, String(days)],
        by,
        at: Math.min(at, begins - hour),
        body: {
          kind: 'appointment',
          subject: ['Demo of the new scopes', 'Review of the quote', 'Site visit'][place % 3],
          startsAt: iso(begins),
          endsAt: iso(begins + hour),
          exclusive: days > 0,
          regarding: on(130 + 2 * place + n),
        },
      }
    }),
  ])
}
