import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { waysOf } from '../../commands/marketing/greeting.ts'
import { leftOutOf } from '../../commands/marketing/reached.ts'
import { sendingRulesNow } from '../../commands/marketing/sending-policy.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { criterionOrNone } from '../../domain/criteria/criterion.ts'
import { contact } from '../../domain/customers/contact.ts'
import {
  daysKeptOn,
  type GreetingTerms,
  greeting,
  greetingFor,
  greetingOccasion,
} from '../../domain/marketing/greeting.ts'
import { mailingChannel } from '../../domain/marketing/mailing-recipient.ts'
import { leftOutReasons } from '../../domain/marketing/sending.ts'
import { day, dayOf, daysAfter } from '../../domain/values/day.ts'
import { instant } from '../../domain/values/instant.ts'
import { letterForm } from '../../domain/values/letter-form.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { mailboxTable } from '../../projections/activities/mailbox.ts'
import { smsNumberTable } from '../../projections/activities/sms-number.ts'
import type { contactTable } from '../../projections/customers/contact.ts'
import { userTable } from '../../projections/identity/user.ts'
import { greetingTable } from '../../projections/marketing/greeting.ts'
import type { mailingRecipientTable } from '../../projections/marketing/mailing-recipient.ts'
import { endpoint } from '../http/endpoint.ts'
import { caughtUp } from '../http/routes.ts'
import type { Extension, Services } from '../http/services.ts'
import { heldOf } from '../lists/hold.ts'
import { flag } from '../lists/page.ts'
import type { TablesOf } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'
import { inParallel } from '../settings/batch-step.ts'
import { lookedAt, member, shownMember } from './marketing-list.ts'

const text = z
  .object({ language: z.string().nullable(), templateId: uuid })
  .register(vocabulary, { id: 'ShownGreetingText' })

export const greetingQueries = recordQueries(greetingTable)({
  resource: 'greetings',
  summary: 'Greetings that go out by themselves: on what, to whom, and when next',
  row: z.object({
    name: z.string(),
    occasion: greetingOccasion,
    countries: z.array(z.string()).describe('Where it is kept; none: everywhere.'),
    where: criterionOrNone.describe('What else has to hold of a contact; null: nothing.'),
    texts: z.array(text),
    mailboxId: uuid.nullable(),
    numberId: uuid.nullable(),
    letterForm: letterForm.nullable(),
    purpose: z.string(),
    time: z.string().describe('When on the day, by the clocks of the organisation.'),
    active: z.boolean(),
    activatedById: uuid.nullable().describe('With whose rights it goes out.'),
    next: instant.nullable(),
    offReason: z.string().nullable().describe('Why it was switched off by itself.'),
    lastDay: day.nullable().describe('The last day that somebody was to be greeted on.'),
    lastTotal: z.int().nullable(),
    archived: z.boolean(),
  }),
  shown: ({ texts, ...row }) => ({ ...row, texts: [...(texts ?? [])] }),
  references: { mailboxId: mailboxTable, numberId: smsNumberTable, activatedById: userTable },
  filters: { active: flag, archived: flag },
  sorts: ['name', 'next', 'createdAt', 'updatedAt'],
  search: ['name'],
})

const people = (count: number) => (count === 1 ? 'one person' : `${count} people`)

export const greetingTitles = titlesOf(greeting, {
  'greeting.created': ({ data }) => `Greeting ${data.name} written`,
  'greeting.changed': () => 'Greeting changed',
  'greeting.activated': () => 'Switched on',
  'greeting.went-out': ({ data }) => {
    if (data.missed) return `Nobody was greeted on ${data.day}: the day was over, or Marketing switched off`
    return data.total === 0 ? `Nobody has their day on ${data.day}` : `Goes out to ${people(data.total)}`
  },
  'greeting.deactivated': ({ data }) => (data.reason ? `Switched off: ${data.reason}` : 'Switched off'),
  'greeting.archived': () => 'Greeting archived',
  'greeting.restored': () => 'Greeting restored',
})

type Db = Kysely<TablesOf<[typeof contactTable, typeof mailingRecipientTable]>>
type Reading = Pick<Services, 'readModels' | 'execute' | 'clock' | 'faces'>

/** The contacts who have the day of a greeting then, as far as somebody sees them, in the order of their ids. */
export async function greetedOn(
  services: Reading,
  { occasion, countries, where }: Pick<GreetingTerms, 'occasion' | 'countries' | 'where'>,
  { on, zone, principal }: { on: string; zone: string; principal: Principal },
): Promise<z.input<typeof member>[]> {
  const column = occasion.is === 'birthday' ? sql`birth_date` : sql`(created_at at time zone ${zone})::date`
  if (occasion.is === 'day' && occasion.date !== on.slice(5)) return []
  const rows = await services.readModels.read(principal, {}, (db) => {
    let found = (db as never as Db)
      .selectFrom('contact')
      .select(['id', 'firstName', 'lastName', 'email'])
      .where('archived', '=', false)
      .where('absorbedById', 'is', null)
    if (countries.length > 0) found = found.where('country', 'in', [...countries])
    if (occasion.is !== 'day')
      found = found
        .where(sql<boolean>`to_char(${column}, 'MM-DD') in (${sql.join(daysKeptOn(on))})`)
        // Nobody has an anniversary of the day itself.
        .where(sql<boolean>`${column} < ${on}::date`)
    return found.orderBy('id').execute()
  })
  const all = rows.map((row) => shownMember('contact', row as never))
  if (where === null) return all
  const ids = all.map(({ id }) => id)
  const held = await heldOf(services, principal, { where, model: 'contact', ids })
  return all.filter(({ id }) => held.has(id))
}

const why = z
  .enum([...leftOutReasons, 'no-text', 'greeted-already'])
  .register(vocabulary, { id: 'NotGreetedReason' })

const preview = z
  .object({
    from: day,
    to: day,
    total: z.int().describe('How many have their day between these two, as far as the asker sees them.'),
    checked: z.int().describe('How many of them were looked at one by one; the items are of these.'),
    sendable: z.int(),
    items: z.array(
      z
        .object({
          day,
          person: member,
          channel: mailingChannel
            .nullable()
            .describe('By which way they would get it; null: they would not.'),
          templateId: uuid.nullable(),
          leftOut: why.nullable(),
        })
        .register(vocabulary, { id: 'GreetingPreviewItem' }),
    ),
  })
  .register(vocabulary, { id: 'GreetingPreview' })

/** So many days are looked at in a preview, at most. */
const mostDays = 366

/** Who gets a greeting in the days to come and who does not, and why: nothing is sent (COM-23). */
export const greetingPreview: Extension = (_app, services) => [
  endpoint({
    method: 'GET',
    path: '/greetings/:id/preview',
    summary:
      'Who gets a greeting in the days to come, by which way, and who is left out and why; nothing is sent',
    tag: 'greetings',
    access: { permission: 'greeting.read' },
    headers: 'read',
    parameters: z.object({
      id: uuid,
      from: day.optional().describe('The first day; today unless told.'),
      days: z.coerce.number().int().min(1).max(mostDays).default(30).describe('How many days.'),
    }),
    reply: preview,
    problems: ['not-found'],
    async run({ parameters: { id, from, days }, principal, request }) {
      await caughtUp(services, request)
      const { execute, clock, readModels } = services
      const of = await execute.load(greeting, id)
      if (!of) throw new NotFound(`greeting ${id}`)
      const zone = await organisationZone(execute.load, clock())
      const first = from ?? dayOf(clock(), zone)
      const dates = Array.from({ length: days }, (_, at) => daysAfter(first, at))
      const found = await inParallel(dates, async (on) =>
        (await greetedOn(services, of, { on, zone, principal: principal() })).map((person) => ({
          on,
          person,
        })),
      )
      const all = found.flat()
      const looked = all.slice(0, lookedAt)
      const done = await readModels.read(principal(), {}, (db) =>
        (db as never as Db)
          .selectFrom('mailingRecipient')
          .select(['contactId', 'greetedOn'])
          .where('greetingId', '=', id)
          .where('greetedOn', '>=', `${first.slice(0, 4)}-01-01`)
          .execute(),
      )
      const greeted = new Set(done.map((one) => `${one.contactId} ${one.greetedOn?.slice(0, 4)}`))
      const rules = await sendingRulesNow(execute)
      const purpose = rules.purposes.find(({ name }) => name === of.purpose)
      const items = await inParallel(looked, async ({ on, person }) => {
        const state = await execute.load(contact, person.id)
        const templateId = greetingFor(of.texts, state?.language)
        const not = (leftOut: z.output<typeof why>) => ({
          day: on,
          person,
          channel: null,
          templateId: null,
          leftOut,
        })
        if (greeted.has(`${person.id} ${on.slice(0, 4)}`)) return not('greeted-already')
        if (!purpose || templateId === undefined) return not('no-text')
        const ref = { model: 'contact', id: person.id }
        const ways = await inParallel(waysOf(of, state?.preferredChannel), async ({ channel, ...way }) => ({
          channel,
          reason: (await leftOutOf(ref, { purpose, rules, ...way }, execute)).reason,
        }))
        const way = ways.find(({ reason }) => reason === undefined)
        if (!way) return not(ways[0]?.reason ?? 'gone')
        return { day: on, person, channel: way.channel, templateId, leftOut: null }
      })
      return {
        from: first,
        to: dates.at(-1) ?? first,
        total: all.length,
        checked: items.length,
        sendable: items.filter(({ leftOut }) => leftOut === null).length,
        items,
      }
    },
  }),
]
