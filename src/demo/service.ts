import type { Phase, Row } from '../imports/import.ts'
import { loadedDice } from './dice.ts'
import { as, command, made } from './organisation.ts'
import { day, momentsFrom } from './timeline.ts'

const subjects = [
  ['Scope shows no image after the update', 'Instrument'],
  ['Calibration certificate is missing', 'Paperwork'],
  ['Cannot sign in to Lab cloud', 'Software'],
  ['Analyser reports drift on channel 2', 'Instrument'],
  ['Question about the invoice for training', 'Billing'],
  ['Seat limit reached although two users left', 'Software'],
] as const
const ticketCount = 60

/** Tickets of the last weeks: most resolved, some late, a few open with their clocks running. */
export function service(now: number): Phase[] {
  const dice = loadedDice(20260401)
  const { faker, pick, whole, chance } = dice
  const rows = Array.from({ length: ticketCount }, (_, index): Row => {
    const [subject, category] = pick(subjects)
    // The last ones are of today and yesterday, so that some clocks run whenever the demo is loaded.
    const start = index < 50 ? now - (70 - index) * day : now - (ticketCount - index) * 4_000_000
    const moments = momentsFrom(start, now, dice)
    const openedAt = index < 50 ? moments.at : new Date(start).toISOString()
    const requester = { name: faker.person.fullName(), email: `ticket.${index}@mail.example` }
    const open = {
      subject,
      description: `${subject}. ${faker.lorem.sentences(2)}`,
      category,
      requester,
      priority: pick(['low', 'normal', 'normal', 'high', 'urgent']),
      channel: pick(['email', 'phone', 'web', 'chat']),
      accountId: made('account', whole(0, 47)),
    }
    const requests: Row['requests'][number][] = [
      {
        command: 'ticket.open',
        commandId: command('ticket', index),
        body: open,
        principal: as('agent'),
        occurredAt: openedAt,
      },
    ]
    const ask = (minDays: number, maxDays: number, type: string, body: unknown) => {
      const occurredAt = moments.after(minDays, maxDays)
      if (!occurredAt || occurredAt < openedAt) return
      const step = requests.length
      requests.push({
        command: type,
        id: made('ticket', index),
        commandId: command('ticket', index, step),
        body,
        principal: as('agent'),
        occurredAt,
      })
    }
    if (index < 54) {
      ask(0.02, 0.2, 'ticket.assign', { assigneeId: made('user', 'agent') })
      ask(0.1, 1, 'ticket.reply', { body: 'Thank you for reporting this. I am looking into it.' })
      if (chance(0.4)) {
        ask(0.2, 1, 'ticket.pend', { reason: 'Waiting for the log file' })
        ask(0.5, 2, 'ticket.resume', {})
      }
      if (chance(0.3))
        ask(0.2, 1, 'ticket.add-note', { body: 'Same pattern as last month; see the service bulletin.' })
      if (index < 48) ask(0.3, 3, 'ticket.resolve', { resolution: 'Solved with the customer on the phone.' })
      if (index < 40) ask(2, 6, 'ticket.close', {})
    }
    return { file: 'demo', line: index, requests }
  })
  return [{ name: 'Tickets', rows }]
}
