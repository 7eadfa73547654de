import type { FastifyReply, FastifyRequest } from 'fastify'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { timesOf } from '../../../commands/activities/invitation.ts'
import { InFlight, InvalidInput, KeyReused } from '../../../commands/errors.ts'
import { createdId } from '../../../commands/ids.ts'
import { organisationZone } from '../../../commands/settings/organisation.ts'
import { activity } from '../../../domain/activities/activity.ts'
import { type BookingPageState, bookingPage, inTurn } from '../../../domain/activities/booking-page.ts'
import { freeStarts } from '../../../domain/activities/free-time.ts'
import { DomainError } from '../../../domain/error.ts'
import { type LeadFormState, leadForm } from '../../../domain/sales/lead-form.ts'
import { privacyOf } from '../../../domain/subject.ts'
import { dayOf } from '../../../domain/values/day.ts'
import { formLanguages } from '../../../domain/values/form-language.ts'
import { instant, within } from '../../../domain/values/instant.ts'
import { timeZone } from '../../../domain/values/time-zone.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { keyOf, systemPrincipal, visitorPrincipal } from '../../../platform/people/permissions.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import { derivedId, isUuid, newId } from '../../../platform/process/ids.ts'
import { type Html, html } from '../../http/html.ts'
import { formOf } from '../../http/public-form.ts'
import {
  addPublicPages,
  languageFor,
  type PublicPage,
  parameterOf,
  saidPage,
} from '../../http/public-page.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension } from '../../http/services.ts'
import { closedPage, type Filled, formPage, trap, unknownPage } from '../../sales/lead-form-page.ts'
import { words } from '../../sales/lead-form-page-words.ts'
import { proves } from '../../sales/proof-of-work.ts'
import { asked, consentOf, read } from '../../sales/submission.ts'
import { bookingWords } from './booking-words.ts'
import { type Plan, type PlanDb, plansOf } from './plans.ts'

/** Whoever has it moves or cancels the appointment. */
export const bookingLinks = (signing: Signing) => signing('booking', z.object({ activityId: uuid }))
export const bookingPath = '/b/mine'

const openFor = 24 * 3_600_000
const dayMs = 86_400_000
/** So many times are shown. */
const mostShown = 200
const eyes = systemPrincipal('booking', { kind: 'form' })
const shownPage = z.object({ id: uuid, at: z.number() })

interface Open {
  id: string
  of: BookingPageState
  form: LeadFormState
}
type Page = Promise<PublicPage | FastifyReply>

/** The pages on which strangers choose when to meet one of us, and move or cancel what they have booked (CAL-05). */
export const bookingPages =
  ({ signing }: { signing: Signing }): Extension =>
  (app, services) => {
    const { execute, clock, readModels } = services
    const links = bookingLinks(signing)
    const pages = (id: string) => signing(`booking-page ${id}`, shownPage)

    async function opened(id: string): Promise<Open | undefined> {
      const of = isUuid(id) ? await execute.load(bookingPage, id) : undefined
      const form = of && (await execute.load(leadForm, of.formId))
      return of && form && { id, of, form }
    }

    function opening(then: (open: Open, request: FastifyRequest, reply: FastifyReply) => Page) {
      return async (request: FastifyRequest, reply: FastifyReply) => {
        const open = await opened((request.params as { id: string }).id.toLowerCase())
        if (!open) return unknownPage(languageFor(formLanguages, [request.headers['accept-language']]))
        return open.of.archived || open.form.archived ? closedPage(open.form) : then(open, request, reply)
      }
    }

    /** The clock that whoever looks goes by: what they or their browser says, else ours. */
    async function zoneOf(request: FastifyRequest): Promise<string> {
      const said = timeZone.safeParse(parameterOf(request, 'zone') ?? formOf(request).zone)
      return said.success ? said.data : organisationZone(execute.load, clock())
    }

    /** Who can be met when. */
    async function timesFor(
      request: FastifyRequest,
      of: BookingPageState,
      hostIds: readonly string[],
    ): Promise<Map<string, string[]>> {
      await caughtUp(services, request)
      const from = within(Date.parse(clock()) + of.noticeHours * 3_600_000)
      const to = within(Date.parse(clock()) + of.daysAhead * dayMs)
      const plans = await readModels.read(eyes, {}, (db) =>
        plansOf(db as never as PlanDb, hostIds, { from, to }),
      )
      const found = new Map<string, string[]>()
      for (const plan of plans)
        for (const start of startsOf(plan, of, { from, to }))
          found.set(start, [...(found.get(start) ?? []), plan.id])
      return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, mostShown))
    }

    async function show(
      { id, of, form }: Open,
      request: FastifyRequest,
      filled: Filled = { values: {}, errors: {}, said: undefined },
    ): Promise<PublicPage> {
      const zone = await zoneOf(request)
      const times = await timesFor(request, of, of.hostIds)
      const token = pages(id).tokenOf({ id: newId(), at: Date.parse(clock()) })
      const page = formPage(form, {
        address: `/b/${id}?zone=${encodeURIComponent(zone)}`,
        token,
        filled,
        times: choice([...times.keys()], { form, zone, filled }),
      })
      return { ...page, script: `${zoneScript}\n${page.script ?? ''}` }
    }

    async function take(open: Open, request: FastifyRequest): Page {
      const { id, of, form } = open
      const said = words[form.language]
      const values = formOf(request)
      const { token = '', work = '', time = '' } = values
      const shown = pages(id).read(token)
      const again = (text: string, errors: Filled['errors'] = {}) =>
        show(open, request, { values, errors, said: text })
      const age = Date.parse(clock()) - (shown?.at ?? 0)
      if (!shown || age > openFor) return again(said.expired)
      const { body, errors } = read(form, values)
      const startsAt = instant.safeParse(time)
      if (!startsAt.success) errors.time = bookingWords[form.language].missing
      if (Object.keys(errors).length > 0 || !startsAt.success) return again(said.amiss, errors)
      const command = derivedId('booking', id, shown.id)
      const leadId = createdId(command)
      const sent = {
        formId: of.formId,
        page: null,
        utm: null,
        consent: values.consent ? consentOf(form) : null,
        confirm: form.confirm,
        signs: {
          trapped: (values[trap] ?? '') !== '',
          proven: proves(token, work),
          seconds: Math.max(0, Math.floor(age / 1000)),
        },
      }
      // What only a program fills in, or sends without the work that a browser does, takes nobody's time.
      if (sent.signs.trapped || !sent.signs.proven) return again(said.refused)
      // Sent twice, it is booked once.
      for (const hostId of of.hostIds) {
        const before = createdId(appointmentOf(command, hostId, startsAt.data))
        const made = await execute.load(activity, before)
        if (made) return booked(open, made, await zoneOf(request))
      }
      const free = (await timesFor(request, of, of.hostIds)).get(startsAt.data) ?? []
      if (free.length === 0) return again(bookingWords[form.language].taken)
      try {
        await execute({ commandId: command, ...asked(form, body, sent) })
      } catch (error) {
        if (error instanceof DomainError || error instanceof InvalidInput) {
          request.log.warn({ err: error, page: id }, 'a booking could not be taken')
          return again(said.refused)
        }
        // Asked for another time after this one was taken, they are the same lead.
        if (!(error instanceof KeyReused || error instanceof InFlight)) throw error
      }
      for (const hostId of inTurn(of, free)) {
        const outcome = await meet(open, { command, leadId, hostId, startsAt: startsAt.data })
        if (!outcome) continue
        await execute({
          command: 'bookingPage.note-booked',
          id,
          commandId: derivedId(command, 'turn'),
          body: { activityId: outcome, leadId, hostId },
          principal: eyes,
        })
        const made = await execute.load(activity, outcome)
        if (made) return booked(open, made, await zoneOf(request))
      }
      return again(bookingWords[form.language].taken)
    }

    /** Undefined: they have something else then, which somebody booked a moment before. */
    async function meet(
      { id, of }: Open,
      { command, leadId, hostId, startsAt }: Record<'command' | 'leadId' | 'hostId' | 'startsAt', string>,
    ): Promise<string | undefined> {
      try {
        const outcome = await execute({
          command: 'activity.add',
          commandId: appointmentOf(command, hostId, startsAt),
          body: {
            kind: 'appointment',
            subject: of.subject,
            location: of.location,
            startsAt,
            endsAt: within(Date.parse(startsAt) + of.minutes * 60_000),
            exclusive: true,
            invites: true,
            bookingPageId: id,
            assigneeId: hostId,
            regarding: [{ model: 'lead', id: leadId }],
            participants: [{ model: 'lead', id: leadId }],
          },
          principal: visitorPrincipal(
            { kind: 'form', id },
            ['activity.add', 'lead.read'],
            [keyOf.record(leadId), keyOf.edit(leadId), keyOf.queue('lead')],
          ),
        })
        return outcome.id
      } catch (error) {
        if (error instanceof DomainError && error.kind === 'conflict') return undefined
        throw error
      }
    }

    type Appointment = Parameters<typeof timesOf>[0] & { subject: string | null; location: string | null }

    function booked({ form }: Pick<Open, 'form'>, of: Appointment, zone: string): PublicPage {
      const said = bookingWords[form.language]
      return saidPage(form, said.booked, of.subject ?? '', timesOf(of, zone), said.mail)
    }

    /** What was booked, by the link in its invitation. */
    async function mine(request: FastifyRequest): Page {
      const activityId = links.read(parameterOf(request, 'link'))?.activityId
      const of = activityId === undefined ? undefined : await execute.load(activity, activityId)
      const open = of?.bookingPageId ? await opened(of.bookingPageId) : undefined
      if (!activityId || !of || !open || of.startsAt === null || privacyOf(of).erased)
        return unknownPage(languageFor(formLanguages, [request.headers['accept-language']]))
      const { form } = open
      const said = bookingWords[form.language]
      if (of.status !== 'open' || of.startsAt <= clock()) return saidPage(form, said.yours, said.over)
      const zone = await zoneOf(request)
      const own = visitorPrincipal(
        { kind: 'link', id: open.id },
        ['activity.cancel', 'activity.change'],
        [keyOf.record(activityId), keyOf.edit(activityId)],
      )
      const { act, time } = formOf(request)
      if (request.method === 'POST' && act === 'cancel') {
        await execute({ command: 'activity.cancel', id: activityId, body: {}, principal: own })
        return saidPage(form, said.yours, said.cancelled)
      }
      const hostId = of.assigneeId ?? ''
      let amiss: string | undefined
      const startsAt = instant.safeParse(time)
      if (request.method === 'POST' && startsAt.success) {
        const isFree = (await timesFor(request, open.of, [hostId])).has(startsAt.data)
        const endsAt = within(Date.parse(startsAt.data) + open.of.minutes * 60_000)
        const body = { startsAt: startsAt.data, endsAt }
        const moved =
          isFree &&
          (await execute({ command: 'activity.change', id: activityId, body, principal: own }).catch(
            (error: unknown) => {
              if (error instanceof DomainError && error.kind === 'conflict') return undefined
              throw error
            },
          ))
        if (moved) return saidPage(form, said.yours, said.moved, timesOf({ ...of, ...body }, zone))
        amiss = said.taken
      } else if (request.method === 'POST') amiss = said.missing
      const times = await timesFor(request, open.of, [hostId])
      const link = encodeURIComponent(parameterOf(request, 'link') ?? '')
      const address = `${bookingPath}?link=${link}&zone=${encodeURIComponent(zone)}`
      const filled: Filled = { values: {}, errors: {}, said: amiss }
      return {
        status: amiss ? 422 : 200,
        language: form.language,
        title: said.yours,
        script: zoneScript,
        body: html`<h1>${said.yours}</h1>
<p>${of.subject ?? ''}</p><p>${timesOf(of, zone)}</p>
${amiss && html`<p role="alert" class="error">${amiss}</p>`}
<form method="post" action="${address}"><input type="hidden" name="act" value="cancel"><p class="actions"><button type="submit">${said.cancel}</button></p></form>
<form method="post" action="${address}">${choice([...times.keys()], { form, zone, filled })}
<p class="actions"><button class="main" type="submit">${said.move}</button></p></form>`,
      }
    }

    addPublicPages(app, [
      { method: 'GET', path: bookingPath, open: mine },
      { method: 'POST', path: bookingPath, open: mine },
      { method: 'GET', path: '/b/:id', open: opening((open, request) => show(open, request)) },
      { method: 'POST', path: '/b/:id', open: opening((open, request) => take(open, request)) },
    ])
    return []
  }

const appointmentOf = (command: string, hostId: string, startsAt: string) =>
  derivedId(command, 'appointment', hostId, startsAt)

/** When somebody can be met, buffers and the limit of a day kept. */
function startsOf({ hours, busy }: Plan, of: BookingPageState, { from, to }: { from: string; to: string }) {
  const { minutes, before, after, mostPerDay } = of
  const perDay = new Map<string, number>()
  for (const { startsAt } of busy) {
    const day = dayOf(startsAt, hours.timeZone)
    perDay.set(day, (perDay.get(day) ?? 0) + 1)
  }
  const step = minutes % 30 === 0 ? 30 : 15
  return freeStarts(hours, busy, { from, to, minutes, step, before, after }).filter(
    (start) => (perDay.get(dayOf(start, hours.timeZone)) ?? 0) < mostPerDay,
  )
}

/** The times that there are, by day, of which one is chosen. */
function choice(
  times: readonly string[],
  { form, zone, filled }: { form: LeadFormState; zone: string; filled: Filled },
): Html {
  const said = bookingWords[form.language]
  if (times.length === 0) return html`<p>${said.none}</p>`
  const days = new Map<string, string[]>()
  for (const time of times) days.set(dayOf(time, zone), [...(days.get(dayOf(time, zone)) ?? []), time])
  const dayName = new Intl.DateTimeFormat(form.language, { dateStyle: 'full', timeZone: zone })
  const clockName = (at: string) =>
    Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })
  return html`<h2>${said.choose}</h2><p class="quiet">${said.zone(zone)}</p>
<input type="hidden" name="zone" value="${zone}">
${filled.errors.time && html`<p class="error">${filled.errors.time}</p>`}
${[...days.values()].map(
  (of) => html`<fieldset><legend>${dayName.format(new Date(of[0] ?? ''))}</legend>
<div class="times">${of.map((at) => html`<label class="check"><input type="radio" name="time" value="${at}" required${filled.values.time === at && html` checked`}> ${clockName(at)}</label>`)}</div>
</fieldset>`,
)}`
}

/** Shows times by the clock of whoever looks, as their browser has it. */
const zoneScript = `const here = new URL(location.href)
if (!here.searchParams.has('zone')) {
  here.searchParams.set('zone', Intl.DateTimeFormat().resolvedOptions().timeZone)
  location.replace(here)
}`
