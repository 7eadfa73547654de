import type { Phase, Row } from '../imports/import.ts'
import { loadedDice } from './dice.ts'
import { as, command, made } from './organisation.ts'
import { day, morning } from './timeline.ts'

const subjects = [
  ['Scope shows no image after the update', 'Instrument'],
  ['Calibration certificate is missing', 'Paperwork'],
  ['Cannot sign in to Lab cloud', 'Software'],
  ['Analyser reports drift on channel 2', 'Instrument'],
  ['Question about the invoice for training', 'Billing'],
  ['Seat limit reached although two users left', 'Software'],
] as const
/** Which of the subjects are about a product, and why some are complaints. */
const about: Readonly<Record<string, { productKey: string; rootCause: string } | undefined>> = {
  'Scope shows no image after the update': { productKey: 'scope', rootCause: 'Product defect' },
  'Calibration certificate is missing': { productKey: 'calibration', rootCause: 'Documentation' },
  'Analyser reports drift on channel 2': { productKey: 'spectra', rootCause: 'Product defect' },
}
const ticketCount = 60

/** Tickets of the last weeks: most resolved, some late, a few open with their clocks running. */
export async function service(now: number): Promise<Phase[]> {
  const dice = await loadedDice(20260401)
  const { faker, pick, whole, chance } = dice
  const rows = Array.from({ length: ticketCount }, (_, index): Row => {
    const [subject, category] = pick(subjects)
    // The last ones are of today, so that some clocks run whenever the demo is loaded.
    const recent = index >= ticketCount - 10
    const opened = recent
      ? now - (ticketCount - index) * 25 * 60_000
      : morning(now - (ticketCount - index - 6) * 1.3 * day, whole(0, 90))
    const openedAt = new Date(opened).toISOString()
    const requester = { name: faker.person.fullName(), email: `ticket.${index}@mail.example` }
    const known = about[subject]
    const complains = known !== undefined && index % 3 === 0
    const open = {
      subject,
      type: complains ? 'complaint' : category === 'Instrument' ? 'incident' : 'question',
      productId: known ? made('product', known.productKey) : null,
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
    /** Asked so many minutes after it was opened, unless that is still to come. */
    const ask = (minutes: number, type: string, body: unknown) => {
      const at = opened + minutes * 60_000
      if (at >= now) return
      requests.push({
        command: type,
        id: made('ticket', index),
        commandId: command('ticket', index, requests.length),
        body,
        principal: as('agent'),
        occurredAt: new Date(at).toISOString(),
      })
    }
    const late = chance(0.12)
    if (index < ticketCount - 6) {
      const answered = late ? whole(30, 50) * 60 : whole(5, 55)
      ask(whole(1, 4), 'ticket.assign', { assigneeId: made('user', 'agent') })
      ask(answered, 'ticket.reply', { body: 'Thank you for reporting this. I am looking into it.' })
      if (chance(0.4)) {
        ask(answered + 20, 'ticket.pend', { reason: 'Waiting for the log file' })
        ask(answered + 120, 'ticket.resume', {})
      }
      if (chance(0.3)) {
        const body = 'Same pattern as last month; see the service bulletin.'
        ask(answered + whole(121, 140), 'ticket.add-note', { body })
      }
      const solved = answered + (late ? whole(5, 9) * 24 * 60 : whole(150, 260))
      if (index < ticketCount - 12) {
        ask(solved, 'ticket.resolve', {
          resolution: 'Solved with the customer on the phone.',
          ...(complains && { rootCause: known.rootCause }),
        })
      }
      if (index < ticketCount - 20) ask(solved + 3 * 24 * 60, 'ticket.close', {})
    }
    return { file: 'demo', line: index, requests }
  })
  return [{ name: 'Tickets', rows }]
}
