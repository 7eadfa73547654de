import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../../commands/errors.ts'
import { phoneLine } from '../../../domain/activities/phone-line.ts'
import { conflict } from '../../../domain/error.ts'
import { asE164, countryOfNumber } from '../../../domain/values/e164.ts'
import { typed } from '../../../domain/values/searched.ts'
import { line as text } from '../../../domain/values/text.ts'
import { uuid } from '../../../domain/values/uuid.ts'
import { vocabulary } from '../../../domain/values/vocabulary.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import { allows, inOwnMatter, type Principal } from '../../../platform/people/permissions.ts'
import type { Database } from '../../../platform/pg/readers.ts'
import type { phoneLineTable } from '../../../projections/activities/phone-line.ts'
import type { accountTable } from '../../../projections/customers/account.ts'
import type { contactTable } from '../../../projections/customers/contact.ts'
import type { leadTable } from '../../../projections/sales/lead.ts'
import { endpoint } from '../../http/endpoint.ts'
import { caughtUp } from '../../http/routes.ts'
import type { Extension, Services } from '../../http/services.ts'
import { customFieldsNow } from '../../lists/custom-values.ts'
import type { TablesOf } from '../../lists/query.ts'
import { foundIn } from '../../lists/search.ts'
import { noteShown, viewerOf } from '../../log/noting.ts'
import { passwordEndpoint } from '../kept-password.ts'

const ownLine = z
  .object({
    id: uuid,
    name: z.string(),
    server: z.string(),
    domain: z.string(),
    login: z.string(),
    country: z.string(),
    hasPassword: z.boolean().describe('Without one nothing rings, and nobody is called.'),
  })
  .register(vocabulary, { id: 'OwnPhoneLine' })

const callerModels = ['contact', 'lead', 'account'] as const
const caller = z
  .object({
    record: z
      .object({
        model: z.enum(callerModels).register(vocabulary, { id: 'CallerModel' }),
        id: uuid,
        name: z.string(),
      })
      .register(vocabulary, { id: 'CallerRecord' }),
    accountId: uuid.nullable().describe('Of a contact, whose they are.'),
  })
  .register(vocabulary, { id: 'Caller' })

/** Nobody reads more of them while it rings. */
const mostCallers = 10

interface Parts {
  mail: { mailStore: MailStore }
}

/** The password of a line, what whoever has it telephones by, and whose a number is. */
export const phoneLineEndpoints =
  ({ mail: { mailStore } }: Parts): Extension =>
  (_app, services) => [
    passwordEndpoint(
      {
        model: 'phoneLine',
        name: 'givePhoneLinePassword',
        resource: 'phone-lines',
        summary:
          'The password of a line at its server; it is kept sealed, and told to nobody but whose line it is',
        secretOf: async (id) => (await services.execute.load(phoneLine, id))?.secretId,
      },
      { execute: services.execute, mailStore },
    ),
    endpoint({
      name: 'getOwnPhone',
      method: 'GET',
      path: '/me/phone',
      summary: 'The line that one telephones by; null: one has none',
      tag: 'phone-lines',
      access: { permission: 'phoneCall.start' },
      headers: 'read',
      reply: z.object({ line: ownLine.nullable() }),
      async run({ principal, request, reply }) {
        await caughtUp(services, request, { reply, reads: ['phoneLine'] })
        return { line: (await lineOf(services, principal())) ?? null }
      },
    }),
    endpoint({
      name: 'getPhoneCredential',
      method: 'POST',
      path: '/me/phone/credential',
      summary:
        'The password of one’s own line, by which the browser signs in at its server; each time is in the access log',
      tag: 'phone-lines',
      access: 'in-person',
      reply: z.object({ password: z.string() }),
      async run({ known, request }) {
        const who = known()
        const { principal } = who
        if (!allows(principal.may, 'phoneCall.start')) throw new NotFound('line of yours')
        const row = await lineOf(services, principal)
        // As the log has it: who has a line no more is told nothing.
        const line = row && (await services.execute.load(phoneLine, row.id))
        if (!row || !line || line.archived || line.userId !== principal.actor.id)
          throw new NotFound('line of yours')
        const password = line.secretId && (await mailStore.password(row.id, line.secretId))
        if (!password) conflict('phoneLine.not-set-up', 'This line has no password yet.')
        noteShown(services, request, viewerOf(who), {
          kind: 'view',
          model: 'phoneLine',
          records: [row.id],
          what: 'POST /me/phone/credential',
        })
        return { password }
      },
    }),
    endpoint({
      name: 'getCallers',
      method: 'GET',
      path: '/callers',
      summary: 'Contacts, leads and accounts who have a telephone number, however it is written there',
      tag: 'phone-calls',
      access: { permission: 'phoneCall.start' },
      headers: 'read',
      parameters: z.object({ number: text(80).meta({ examples: ['+4915112345678'] }) }),
      reply: z.object({
        number: z.string().describe('As it was understood: in E.164, where its country is known.'),
        items: z.array(caller),
      }),
      async run({ parameters: { number: said }, principal, request, reply }) {
        await caughtUp(services, request, { reply, reads: callerModels })
        const reader = principal()
        const line = await lineOf(services, reader)
        const number = asE164(said, line?.country ?? null) ?? said
        return { number, items: await callersOf(services, reader, number) }
      },
    }),
  ]

/** The line that somebody has, whatever else they may see. */
async function lineOf(
  { readModels }: Pick<Services, 'readModels'>,
  principal: Principal,
): Promise<z.output<typeof ownLine> | undefined> {
  return readModels.read(inOwnMatter(principal, 'phoneLine.read', ['phoneLine']), {}, (db) =>
    (db as never as Kysely<TablesOf<[typeof phoneLineTable]>>)
      .selectFrom('phoneLine')
      .select(['id', 'name', 'server', 'domain', 'login', 'country', 'hasPassword'])
      .where('userId', '=', principal.actor.id)
      .where('archived', '=', false)
      .executeTakeFirst(),
  )
}

type Db = Kysely<TablesOf<[typeof contactTable, typeof leadTable, typeof accountTable]>>
interface Reached {
  id: string
  phones: readonly (string | null)[] | null
  country: string | null
  accountId: string | null
}

/** Whom the reader may see who has this number, those who are no more in use left out. */
async function callersOf(
  { readModels, faces, execute }: Pick<Services, 'readModels' | 'faces' | 'execute'>,
  reader: Principal,
  number: string,
): Promise<z.input<typeof caller>[]> {
  const isOne = (name: string): name is (typeof callerModels)[number] =>
    callerModels.some((model) => model === name)
  const asked = faces.searched.filter(({ name }) => isOne(name) && allows(reader.may, `${name}.read`))
  const own = await customFieldsNow(execute)
  return readModels.read(reader, {}, async (db) => {
    const { items } = await foundIn(db, asked, typed(number), { reader, limit: 50, from: 0, own })
    const rows = await reachedIn(
      db,
      items.map(({ record }) => record),
    )
    return items
      .flatMap(({ record: { model, id, name }, archived }) => {
        const row = rows.get(id)
        if (archived || !row || !isOne(model) || !has(row, number)) return []
        return [{ record: { model, id, name }, accountId: row.accountId }]
      })
      .slice(0, mostCallers)
  })
}

/** What is found by a number may have it as the end of a longer one, or as something else; what says no country is of its own, else of the caller's. */
function has({ phones, country }: Reached, number: string): boolean {
  const same = (written: string) =>
    number.startsWith('+')
      ? asE164(written, country ?? countryOfNumber(number)) === number
      : written.replace(/\D/g, '') === number.replace(/\D/g, '')
  return (phones ?? []).some((written) => written !== null && same(written))
}

async function reachedIn(
  database: Database,
  found: readonly { model: string; id: string }[],
): Promise<ReadonlyMap<string, Reached>> {
  const db = database as never as Db
  const ids = (of: string) => found.flatMap(({ model, id }) => (model === of ? [id] : []))
  const [contacts, leads, accounts] = [ids('contact'), ids('lead'), ids('account')]
  const rows: Reached[] = []
  if (contacts.length > 0)
    rows.push(
      ...(await db
        .selectFrom('contact')
        .select(['id', 'allPhones as phones', 'country', 'accountId'])
        .where('id', 'in', contacts)
        .execute()),
    )
  if (leads.length > 0) {
    const theirs = await db
      .selectFrom('lead')
      .select(['id', 'phone', 'country'])
      .where('id', 'in', leads)
      .execute()
    rows.push(...theirs.map(({ phone, ...row }) => ({ ...row, phones: [phone], accountId: null })))
  }
  if (accounts.length > 0) {
    const theirs = await db
      .selectFrom('account')
      .select(['id', 'allPhones as phones', 'country'])
      .where('id', 'in', accounts)
      .execute()
    rows.push(...theirs.map((row) => ({ ...row, accountId: null })))
  }
  return new Map(rows.map((row) => [row.id, row]))
}
