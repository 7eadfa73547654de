import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type DeliveryOutcome, reportDelivery } from '../../../domain/analytics/report-delivery.ts'
import { user } from '../../../domain/identity/user.ts'
import { cutTo } from '../../../domain/values/text.ts'
import { isCaughtUp } from '../../../platform/log/caught-up.ts'
import type { EventStore } from '../../../platform/log/event-store.ts'
import { allows, type Principal } from '../../../platform/people/permissions.ts'
import { html } from '../../http/html.ts'
import { type LetterParts, letterStep } from '../../http/letter-step.ts'
import { Unavailable } from '../../http/problem.ts'
import { fileOf, formats, keptReport } from './formats.ts'
import { type ReportServices, resultOf } from './result.ts'
import { shownAt } from './sheet.ts'
import { whyNotAsked } from './why-not-asked.ts'

/** Servers refuse larger ones, and so many rows nobody reads in a mail: as bytes of the file. */
const largest = 10_000_000
/** How long read models get to come to where the log ended, in milliseconds. */
const patience = 30_000

interface DeliveryParts extends LetterParts, ReportServices {
  store: Pick<EventStore, 'lastPosition'>
  identity: { reader(userId: string): Promise<Principal | undefined> }
}

/** Sends a report as of the instant at which it was due, by what was recorded then, with the rights of whoever gets it. */
export function deliveryStep(parts: DeliveryParts) {
  const { execute, store, readModels, identity } = parts
  const outcome = (of: DeliveryOutcome) => ({ outcome: of })
  const leftOut = (reason: string) => ({ unsent: outcome({ is: 'left-out', reason }) })

  return letterStep(
    parts,
    async ({ id = '' }, addressOf) => {
      const state = await execute.load(reportDelivery, id)
      if (state?.status !== 'waiting') return undefined
      const { reportId, recipientId, format, asOf } = state
      const [reader, person] = [await identity.reader(recipientId), await execute.load(user, recipientId)]
      if (!reader || !person) return leftOut('They are with us no longer.')
      if (!(await isCaughtUp(store, readModels, patience)))
        throw new Unavailable('not-yet-visible', 'What was recorded by then is not all shown yet.')
      try {
        const { name: title, definition } = await keptReport(parts, reader, reportId)
        const of = { principal: reader, at: { asOf, basis: 'recorded' as const } }
        // Who may not take records along is told that it is there, and reads it where it stays.
        const file = allows(reader.may, 'report.export')
          ? await fileOf(parts, definition, { format, title, ...of })
          : undefined
        const content = file && (file.bytes instanceof Readable ? await buffer(file.bytes) : file.bytes)
        if (content && content.length > largest)
          return leftOut('It is too large for a mail; take it from its page.')
        const result = file?.content.result ?? (await resultOf(parts, definition, of))
        const link = addressOf(`/reports/${reportId}?asOf=${encodeURIComponent(asOf)}&basis=recorded`)
        const when = `As of ${shownAt(asOf, result.zone)} (${result.zone}), by what was recorded then, with what you may see.`
        return {
          to: { name: person.name, address: person.email },
          subject: title,
          text: `${when}\n\n${link}\n`,
          html: html`<p>${when}</p><p><a href="${link}">${title}</a></p>`.text,
          ...(content && {
            attachments: [{ filename: `${title}.${format}`, contentType: formats[format].media, content }],
          }),
          noted: outcome({ is: 'sent', records: result.records, hash: result.hash }),
        }
      } catch (error) {
        const reason = whyNotAsked(error)
        if (reason === undefined) throw error
        return leftOut(reason)
      }
    },
    (request, { message }) =>
      execute({
        ...request,
        body: outcome({ is: 'left-out', reason: cutTo(`The mail server refuses it: ${message}`, 500) }),
      }),
  )
}
