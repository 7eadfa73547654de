import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregates } from '../../src/commands/aggregates.ts'
import { sweepClaims } from '../../src/commands/claim-sweep.ts'
import { claimIds, claim as claims, graceMs, idsOf, isSame } from '../../src/commands/claims.ts'
import type { Claim } from '../../src/commands/command.ts'
import { Contention } from '../../src/commands/errors.ts'
import { createExecute, type Execute, type Outcome, type Request } from '../../src/commands/execute.ts'
import { DomainError } from '../../src/domain/error.ts'
import { eventCodec } from '../../src/platform/log/codec.ts'
import {
  type EventStore,
  type StoredEvent,
  StoreUnavailable,
} from '../../src/platform/log/event-store/contract.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { openPg, type Pg } from '../../src/platform/pg/pg.ts'
import { newId } from '../../src/platform/process/ids.ts'
import { commands, deciders } from '../../src/registry.ts'
import { eventually } from '../support/eventually.ts'
import { memoryStore } from '../support/memory-store.ts'
import { failing } from '../support/outage.ts'
import { type TestDatabase, testDatabase } from '../support/servers.ts'

const principal = systemPrincipal('test', { kind: 'cli' })
const codec = eventCodec(deciders)
const ids = claimIds(Buffer.alloc(32, 'key'), { older: false })
const definitionOf = new Map(commands.map((command) => [command.decider.name, command]))
const silent = pino({ level: 'silent' })

let database: TestDatabase
let pg: Pg
beforeAll(async () => {
  database = await testDatabase()
  pg = openPg({ url: database.url, log: silent })
  // So that there is a table to forget from.
  await (await place().sweep())()
})
afterAll(async () => {
  await pg.close()
  await database.drop()
})

type Asked = Pick<Request, 'command' | 'body'> & { id?: string }
type Ask = (asked: Asked) => Promise<string>

/** What a message goes from, by which words and what for. */
async function readyToSend(ask: Ask) {
  const address = `${newId()}@x.example`
  const mailboxId = await ask({ command: 'mailbox.create', body: { name: 'M', address, login: 'm' } })
  const written = { name: newId(), subject: 'S', body: 'B' }
  const templateId = await ask({ command: 'messageTemplate.create', body: written })
  await ask({ command: 'messageTemplate.publish', body: {}, id: templateId })
  return { mailboxId, templateId, purpose: 'Newsletter' }
}

/** What may be asked of a kind of claim: one that has the value, made by itself; and changes of what has it. */
interface Kind {
  claim: (value: string) => Claim
  make: (value: string, ask: Ask) => Promise<Asked>
  changes: Record<string, (other: string) => Omit<Asked, 'id'>>
}

const stages = [
  { name: 'Open', probability: 0.1, kind: 'open' },
  { name: 'Won', probability: 1, kind: 'won' },
  { name: 'Lost', probability: 0, kind: 'lost' },
]
const pipeline = (name: string, isDefault = false) => ({
  command: 'pipeline.create',
  body: { name, currency: 'USD', isDefault, stages },
})
const user = (email: string) => ({ command: 'user.register', body: { name: 'Ada', email, role: 'rep' } })
const phoneLine = (login: string, userId: string | null = null) => ({
  command: 'phoneLine.create',
  body: { name: 'L', server: 'wss://sip.example', domain: 'sip.example', login, country: 'DE', userId },
})
const inDirectory = (userName: string) => ({
  userName,
  externalId: null,
  givenName: null,
  familyName: null,
})
const account = (name: string) => ({ command: 'account.create', body: { name } })
const target = { responseMinutes: 60, resolutionMinutes: 600 }
const targets = { urgent: target, high: target, normal: target, low: target }
const calendar = {
  name: 'Office',
  timeZone: 'UTC',
  weekly: [{ day: 1, from: '09:00', to: '17:00' }],
  holidays: [],
}
const policy = (calendarId: string, isDefault: boolean) => ({
  command: 'slaPolicy.create',
  body: { name: 'Policy', calendarId, targets, default: isDefault },
})
const erase = (aggregate: string) => () => ({ command: `${aggregate}.erase`, body: { requestId: newId() } })
const named = (field: string, command: string) => (value: string) => ({ command, body: { [field]: value } })

const slugOf = (value: string) => value.replace(/[^a-z0-9]+/g, '-')

const visit = {
  startsAt: '2026-03-02T09:00:00.000Z',
  endsAt: '2026-03-02T09:15:00.000Z',
  outsideHours: true,
}
const quarter = Date.parse(visit.startsAt) / 900_000

const kinds: Record<string, Kind> = {
  'user-email': {
    claim: (value) => ({ kind: 'user-email', value }),
    make: async (value) => user(value),
    changes: { moves: named('email', 'user.change') },
  },
  'user-identity': {
    claim: (value) => ({ kind: 'user-identity', value: JSON.stringify(['https://id.example', value]) }),
    make: async (value, ask) => ({
      id: await ask(user(`${newId()}@x.example`)),
      command: 'user.link-identity',
      body: { issuer: 'https://id.example', subject: value },
    }),
    changes: {
      moves: () => ({
        command: 'user.link-identity',
        body: { issuer: 'https://other.example', subject: 'x' },
      }),
    },
  },
  'user-directory-name': {
    claim: (value) => ({ kind: 'user-directory-name', value: value.toLowerCase() }),
    make: async (value) => ({
      command: 'user.provision',
      body: { name: 'Ada', email: `${newId()}@x.example`, role: 'rep', directory: inDirectory(value) },
    }),
    changes: {
      moves: (value) => ({
        command: 'user.follow-directory',
        body: { active: true, directory: inDirectory(value) },
      }),
      drops: () => ({ command: 'user.leave-directory', body: {} }),
    },
  },
  'custom-setting-key': {
    claim: (value) => ({ kind: 'custom-setting-key', value: `k-${slugOf(value)}` }),
    make: async (value) => ({
      command: 'customSetting.create',
      body: { key: `k-${slugOf(value)}`, name: 'Own', kind: 'text' },
    }),
    changes: {},
  },
  'account-name': {
    claim: (value) => ({ kind: 'account-name', value }),
    make: async (value) => account(value),
    changes: { moves: named('name', 'account.change') },
  },
  'contact-email': {
    claim: (value) => ({ kind: 'contact-email', value }),
    make: async (value) => ({ command: 'contact.create', body: { name: { last: 'X' }, email: value } }),
    changes: {
      moves: named('email', 'contact.change'),
      drops: () => ({ command: 'contact.change', body: { email: null } }),
      'drops by erasure': erase('contact'),
    },
  },
  'mailbox-address': {
    claim: (value) => ({ kind: 'mailbox-address', value }),
    make: async (value) => ({ command: 'mailbox.create', body: { name: 'M', address: value, login: 'm' } }),
    changes: { moves: named('address', 'mailbox.change') },
  },
  'phone-line-login': {
    claim: (value) => ({ kind: 'phone-line-login', value: `${slugOf(value)}@sip.example` }),
    make: async (value) => phoneLine(slugOf(value)),
    changes: {
      moves: (value) => ({ command: 'phoneLine.change', body: { login: slugOf(value) } }),
      'drops by archiving': () => ({ command: 'phoneLine.archive', body: {} }),
    },
  },
  'phone-line-user': {
    claim: (value) => ({ kind: 'phone-line-user', value: basisOf.get(value) ?? value }),
    make: async (value, ask) => {
      const userId = basisOf.get(value) ?? (await ask(user(`${newId()}@x.example`)))
      basisOf.set(value, userId)
      return phoneLine(newId(), userId)
    },
    changes: { drops: () => ({ command: 'phoneLine.change', body: { userId: null } }) },
  },
  'pipeline-name': {
    claim: (value) => ({ kind: 'pipeline-name', value }),
    make: async (value) => pipeline(value),
    changes: { moves: named('name', 'pipeline.change') },
  },
  'pipeline-default': {
    claim: () => ({ kind: 'pipeline-default', value: 'default' }),
    make: async () => pipeline(newId(), true),
    changes: {},
  },
  'price-book-name': {
    claim: (value) => ({ kind: 'price-book-name', value }),
    make: async (value) => ({ command: 'priceBook.create', body: { name: value, currency: 'USD' } }),
    changes: { moves: named('name', 'priceBook.change') },
  },
  'product-group-name': {
    claim: (value) => ({ kind: 'product-group-name', value: ` ${value}` }),
    make: async (value) => ({ command: 'productGroup.create', body: { name: value } }),
    changes: { moves: named('name', 'productGroup.change') },
  },
  'campaign-name': {
    claim: (value) => ({ kind: 'campaign-name', value }),
    make: async (value) => ({ command: 'campaign.create', body: { name: value } }),
    changes: { moves: named('name', 'campaign.change') },
  },
  'marketing-list-name': {
    claim: (value) => ({ kind: 'marketing-list-name', value }),
    make: async (value) => ({
      command: 'marketingList.create',
      body: { name: value, model: 'contact', kind: 'static' },
    }),
    changes: { moves: named('name', 'marketingList.change') },
  },
  'landing-page-slug': {
    claim: (value) => ({ kind: 'landing-page-slug', value: slugOf(value) }),
    make: async (value) => ({
      command: 'landingPage.create',
      body: { name: 'P', slug: slugOf(value), title: 'P' },
    }),
    changes: {
      moves: (value) => ({ command: 'landingPage.change', body: { slug: slugOf(value) } }),
    },
  },
  'marketing-plan-name': {
    claim: (value) => ({ kind: 'marketing-plan-name', value }),
    make: async (value) => ({
      command: 'marketingPlan.create',
      body: { name: value, startsOn: '2026-01-01', endsOn: '2026-12-31' },
    }),
    changes: { moves: named('name', 'marketingPlan.change') },
  },
  'greeting-name': {
    claim: (value) => ({ kind: 'greeting-name', value }),
    make: async (value, ask) => {
      const { templateId, ...from } = await readyToSend(ask)
      const texts = [{ language: null, templateId }]
      const body = { name: value, ...from, texts, occasion: { is: 'birthday' } }
      return { command: 'greeting.create', body }
    },
    changes: { moves: named('name', 'greeting.change') },
  },
  'content-item-name': {
    claim: (value) => ({ kind: 'content-item-name', value }),
    make: async (value, ask) => ({
      command: 'contentItem.create',
      body: { name: value, ...(await readyToSend(ask)), url: 'https://x.example' },
    }),
    changes: { moves: named('name', 'contentItem.change') },
  },
  'sequence-name': {
    claim: (value) => ({ kind: 'sequence-name', value }),
    make: async (value, ask) => {
      const campaignId = await ask({ command: 'campaign.create', body: { name: newId() } })
      const address = `${newId()}@x.example`
      const mailboxId = await ask({ command: 'mailbox.create', body: { name: 'M', address, login: 'm' } })
      const body = { name: value, model: 'lead', campaignId, mailboxId, purpose: 'Newsletter' }
      return { command: 'sequence.create', body }
    },
    changes: { moves: named('name', 'sequence.change') },
  },
  'message-template-name': {
    claim: (value) => ({ kind: 'message-template-name', value }),
    make: async (value) => ({
      command: 'messageTemplate.create',
      body: { name: value, subject: 'Hello', body: 'Hello' },
    }),
    changes: { moves: named('name', 'messageTemplate.change') },
  },
  'product-code': {
    claim: (value) => ({ kind: 'product-code', value }),
    make: async (value) => ({
      command: 'product.create',
      body: { code: value, name: 'P', price: { amount: 1, currency: 'USD' } },
    }),
    changes: { moves: named('code', 'product.change') },
  },
  'quota-period': {
    claim: (value) => ({
      kind: 'quota-period',
      value: `${userOf.get(value) ?? value} 2026-01-01 2026-03-31 USD`,
    }),
    make: async (value, ask) => {
      // Somebody of that address, who may be there already.
      const ownerId = await ask(user(value)).catch((error: { details?: { id?: string } }) => {
        if (error.details?.id === undefined) throw error
        return error.details.id
      })
      userOf.set(value, ownerId)
      const period = { startsOn: '2026-01-01', endsOn: '2026-03-31' }
      return { command: 'quota.create', body: { ownerId, ...period, target: { amount: 1, currency: 'USD' } } }
    },
    changes: { moves: () => ({ command: 'quota.change', body: { endsOn: '2026-06-30' } }) },
  },
  'sla-policy': {
    claim: () => ({ kind: 'sla-policy', value: 'default' }),
    make: async (_, ask) => policy(await ask({ command: 'businessCalendar.create', body: calendar }), true),
    changes: {
      drops: () => ({ command: 'slaPolicy.change', body: { default: false } }),
      'drops by archiving': () => ({ command: 'slaPolicy.archive', body: {} }),
    },
  },
  'warranty-name': {
    claim: (value) => ({ kind: 'warranty-name', value }),
    make: async (value) => ({ command: 'warranty.create', body: { name: value, months: 12 } }),
    changes: { moves: named('name', 'warranty.change') },
  },
  'asset-serial': {
    claim: (value) => ({ kind: 'asset-serial', value: ` ${value}` }),
    make: async (value, ask) => ({
      command: 'asset.create',
      body: { name: 'A', accountId: await ask(account(newId())), serial: value },
    }),
    changes: {
      moves: named('serial', 'asset.change'),
      drops: () => ({ command: 'asset.change', body: { serial: null } }),
    },
  },
  'article-translation': {
    claim: (value) => ({ kind: 'article-translation', value: `${basisOf.get(value) ?? value} de` }),
    make: async (value, ask) => {
      const article = { type: 'faq', title: 'T', language: 'en' }
      const originalId = basisOf.get(value) ?? (await ask({ command: 'article.create', body: article }))
      basisOf.set(value, originalId)
      return { command: 'article.create', body: { ...article, language: 'de', originalId } }
    },
    changes: {},
  },
  'contract-cover': {
    claim: (value) => ({ kind: 'contract-cover', value: `${basisOf.get(value) ?? value} everything` }),
    make: async (value, ask) => {
      const accountId = basisOf.get(value) ?? (await ask(account(newId())))
      basisOf.set(value, accountId)
      const body = { name: 'C', accountId, startsOn: '2026-01-01' }
      return { id: await ask({ command: 'contract.create', body }), command: 'contract.activate', body: {} }
    },
    changes: {
      'drops by its end': () => ({ command: 'contract.terminate', body: { reason: 'x' } }),
    },
  },
  'service-name': {
    claim: (value) => ({ kind: 'service-name', value }),
    make: async (value) => ({ command: 'service.create', body: { name: value } }),
    changes: { moves: named('name', 'service.change') },
  },
  'resource-name': {
    claim: (value) => ({ kind: 'resource-name', value }),
    make: async (value, ask) => ({
      command: 'resource.create',
      body: { name: value, calendarId: await ask({ command: 'businessCalendar.create', body: calendar }) },
    }),
    changes: { moves: named('name', 'resource.change') },
  },
  'activity-time': {
    claim: (value) => ({ kind: 'activity-time', value: `${basisOf.get(value) ?? value} ${quarter}` }),
    make: async (value, ask) => {
      const assigneeId = basisOf.get(value) ?? (await ask(user(`${newId()}@x.example`)))
      basisOf.set(value, assigneeId)
      const { startsAt, endsAt } = visit
      const body = { kind: 'appointment', subject: 'A', assigneeId, startsAt, endsAt, exclusive: true }
      return { command: 'activity.add', body }
    },
    changes: {
      moves: () => ({
        command: 'activity.change',
        body: { startsAt: '2026-03-02T12:00:00.000Z', endsAt: '2026-03-02T12:15:00.000Z' },
      }),
      'drops by being cancelled': () => ({ command: 'activity.cancel', body: {} }),
    },
  },
  'appointment-time': {
    claim: (value) => ({ kind: 'appointment-time', value: `${basisOf.get(value) ?? value} ${quarter} 0` }),
    make: async (value, ask) => {
      const calendarId = await ask({ command: 'businessCalendar.create', body: calendar })
      const resourceId =
        basisOf.get(value) ?? (await ask({ command: 'resource.create', body: { name: newId(), calendarId } }))
      basisOf.set(value, resourceId)
      return { command: 'appointment.book', body: { title: 'A', resourceId, ...visit } }
    },
    changes: {
      moves: () => ({
        command: 'appointment.move',
        body: { startsAt: '2026-03-02T12:00:00.000Z', outsideHours: true },
      }),
      'drops by its end': () => ({ command: 'appointment.cancel', body: {} }),
    },
  },
  'order-quote': {
    claim: (value) => ({ kind: 'order-quote', value: basisOf.get(value) ?? value }),
    make: async (value, ask) => {
      const ownerId = await ask(user(`${newId()}@x.example`))
      const pipelineId = await ask(pipeline(newId()))
      const opportunityId = await ask({
        command: 'opportunity.open',
        body: { name: 'Deal', pipelineId, ownerId },
      })
      const zero = { amount: 0, currency: 'USD' }
      const totals = { net: zero, discount: zero, tax: zero, gross: zero }
      const quoteId =
        basisOf.get(value) ??
        (await ask({ command: 'quote.draft', body: { opportunityId, validUntil: '2026-12-31' } }))
      basisOf.set(value, quoteId)
      return {
        command: 'order.place',
        body: { quoteId, opportunityId, accountId: null, ownerId, currency: 'USD', lines: [], totals },
      }
    },
    changes: {},
  },
}
/** Quotas are unique by whose they are. */
const userOf = new Map<string, string>()

/** By value, the id of the record that it is made of: an order is unique by its quote. */
const basisOf = new Map<string, string>()

/** Kinds of claims that last no longer than the command: a turn. */
const turns = [
  'account-move',
  'team-move',
  'productGroup-move',
  'asset-move',
  'ticket-move',
  'opportunity-answer',
  'mailingRecipient-move',
]

/** One log, and processes on it, one after the other, at an instant of our choice. */
function place() {
  const log: StoredEvent[] = []
  let now = Date.parse('2026-03-02T12:00:00.000Z')
  const clock = () => new Date(now++).toISOString()
  const store = memoryStore(log, clock)
  const parts = (of: EventStore) => ({
    store: of,
    codec,
    aggregates: aggregates({ store: of, codec }),
    commands,
    claimIds: ids,
    clock,
    app: 'test',
  })
  return {
    log,
    store,
    later: (ms: number) => {
      now += ms
    },
    process: (of: EventStore = store): Execute => createExecute(parts(of)),
    /** As a start does, and goes on until it is stopped. */
    sweep: (log = silent) => sweepClaims({ ...parts(store), feed: store, pg, log, every: 10 }),
    /** Records that have the value, as the log has it. */
    async having(of: Claim): Promise<string[]> {
      const fresh = createExecute(parts(store))
      const streams = new Set(
        log.filter(({ stream }) => !stream.startsWith('claim-')).map(({ stream }) => stream),
      )
      const found: string[] = []
      for (const stream of streams) {
        const [aggregate, id] = split(stream)
        const definition = definitionOf.get(aggregate)
        const state = definition && (await fresh.load(definition.decider, id))
        if (definition?.unique(state).some((one) => isSame(one, of))) found.push(id)
      }
      return found
    },
    /** Claims in the log whose holder does not have them. */
    async alone(): Promise<string[]> {
      const fresh = createExecute(parts(store))
      const found: string[] = []
      const holders = new Map<string, { aggregate: string; id: string } | undefined>()
      for (const { stream, data } of log)
        if (stream.startsWith('claim-'))
          holders.set(stream, 'id' in (data as object) ? (data as never) : undefined)
      for (const [stream, holder] of holders) {
        const definition = holder && definitionOf.get(holder.aggregate)
        if (!holder || !definition) continue
        const state = await fresh.load(definition.decider, holder.id)
        if (!definition.unique(state).some((one) => idsOf(ids, one).includes(split(stream)[1])))
          found.push(stream)
      }
      return found
    },
  }
}

/** No log has been gone through yet. */
const forget = () => pg.owner.query('delete from hindsight_claims_swept')

function split(stream: string): [string, string] {
  const dash = stream.indexOf('-')
  return [stream.slice(0, dash), stream.slice(dash + 1)]
}

const asking =
  (execute: Execute): Ask =>
  async (asked) =>
    (await execute({ ...asked, principal })).id

type Ending = { done: Outcome } | { failed: unknown }
const ending = (promise: Promise<Outcome>): Promise<Ending> =>
  promise.then(
    (done) => ({ done }),
    (failed: unknown) => ({ failed }),
  )

interface Cut {
  nth: number
  when: 'before' | 'after'
}

/** The record, if there is to be one, and the command that is cut; `old`: what it has it has had for an hour. */
interface Scene {
  kind: Kind
  change: ((other: string) => Omit<Asked, 'id'>) | undefined
  old: boolean
}

/** Plays a scene up to the end of an outage. Without a cut, tells what was appended. */
async function play({ kind, change, old }: Scene, cut: Cut | undefined) {
  const it = place()
  const away = failing(it.store)
  const values = { mine: 'mine@x.example', other: 'other@x.example' }
  basisOf.clear()
  const before = it.process()
  let asked = await kind.make(values.mine, asking(before))
  if (change) {
    const id = await asking(before)(asked)
    if (old) it.later(3_600_000)
    asked = { ...change(values.other), id }
  }
  const process = it.process(away.store)
  if (cut) away.goAwayAt(cut.nth, cut.when)
  const commandId = newId()
  const request = { ...asked, principal, commandId }
  const result = await ending(process(request))
  away.comeBack()
  return { it, process, result, request, values: [values.mine, values.other], kind, appended: away.appended }
}

/** At this moment, by this process: whoever is found has the value, and whoever has it is found. */
async function mustBeTrue({ it, kind, values }: Awaited<ReturnType<typeof play>>, process: Execute) {
  for (const one of values.map(kind.claim)) {
    const [holder, ...others] = await it.having(one)
    expect(others).toEqual([])
    expect(await process.holder(one)).toBe(holder)
  }
}

/** Somebody else asks for each value: it is theirs if nobody has it, at once or at the latest after the grace. */
async function takeAgain(
  { it, kind, values }: Awaited<ReturnType<typeof play>>,
  process: Execute,
  { after }: { after: boolean },
) {
  for (const value of values) {
    const asked = await kind.make(value, asking(process))
    const one = kind.claim(value)
    const [holder] = await it.having(one)
    const result = await ending(process({ ...asked, principal }))
    if ('failed' in result) {
      expect(result.failed).toBeInstanceOf(DomainError)
      expect(result.failed).toMatchObject({ code: expect.stringMatching(/-taken$/) })
      const { details } = result.failed as DomainError
      // Never one that there is not.
      expect(details?.id).toBe(holder)
      if (after) expect(holder).toBeDefined()
    } else expect(holder).toBeUndefined()
    expect(await it.having(one)).toHaveLength('done' in result || holder !== undefined ? 1 : 0)
  }
}

describe('FAULTS 22.1 a claim counts while something stands behind it', () => {
  it('the law knows every kind of claim there is', () => {
    const root = join(import.meta.dirname, '../../src/commands')
    const text = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n')
    const literal = [...text.matchAll(/kind: '([a-z]+-[a-z-]+)',\s+value/g)].map(([, kind]) => kind)
    // Those that no creation takes, and turns, have their tests elsewhere: what is accepted, with quotes.
    // What nobody types, the number of an invoice, has them with invoicing.
    // Who is asked what they think has them with what customers think, who is in a sequence with sequences.
    const others = [
      'quote-accepted',
      'opportunity-answer',
      'invoice-number',
      'mailing-person',
      'sequence-inside',
      // Whom a greeting was for, and whose pages tell us: tests/api/marketing/greeting.test.ts.
      'greeted-in-year',
      'tracked-origin',
      'sequence-by-stage',
      'ticket-survey',
      'ticket-survey-turn',
      // Numbers are digits; tests/api/activities/sms.test.ts begins with them.
      'sms-number',
      'conversation-number',
      // Handles and ids of a network; tests/api/activities/social.test.ts takes what has them twice.
      'conversation-handle',
      'social-message',
    ]
    expect(new Set(literal)).toEqual(new Set([...Object.keys(kinds), ...others]))
    const moves = commands
      .filter(({ alone }) => alone)
      .map(({ type, decider }) =>
        /\.(accept|accept-by-link|lose)$/.test(type) ? 'opportunity-answer' : `${decider.name}-move`,
      )
    expect(new Set(moves)).toEqual(new Set(turns))
    expect(claims.name).toBe('claim')
  })

  const scenes = Object.entries(kinds).flatMap(([name, kind]) => [
    [`${name} is taken`, { kind, change: undefined, old: true }] as const,
    ...Object.entries(kind.changes).flatMap(([what, change]) =>
      (name === 'user-email' ? [true, false] : [true]).map(
        (old) => [`${name} ${what}${old ? '' : ' a moment later'}`, { kind, change, old }] as const,
      ),
    ),
  ])

  it.each(scenes)('whatever append the store goes away at: %s', async (_, scene) => {
    const whole = await play(scene, undefined)
    expect(whole.result).toHaveProperty('done')
    const record = whole.appended.findIndex((stream) => !stream.startsWith('claim-'))
    expect(record).toBeGreaterThanOrEqual(0)
    const cuts = whole.appended.flatMap((_, nth) =>
      (['before', 'after'] as const).map((when): Cut => ({ nth, when })),
    )
    for (const cut of cuts) {
      // What is in the log has been done, whatever was left to tidy.
      const first = await play(scene, cut)
      if (cut.nth > record) expect(first.result).toHaveProperty('done')
      else expect(first.result).toMatchObject({ failed: expect.any(StoreUnavailable) })
      await mustBeTrue(first, first.process)
      await takeAgain(first, first.process, { after: false })

      // Asked for again under the same key, by another process.
      const again = await play(scene, cut)
      const restarted = again.it.process()
      await mustBeTrue(again, restarted)
      expect(await ending(restarted(again.request))).toHaveProperty('done')
      await mustBeTrue(again, restarted)

      // After the grace, after a start that tidies.
      const late = await play(scene, cut)
      late.it.later(graceMs + 1000)
      const next = late.it.process()
      await mustBeTrue(late, next)
      await forget()
      await (await late.it.sweep())()
      expect(await late.it.alone()).toEqual([])
      await mustBeTrue(late, next)
      await takeAgain(late, next, { after: true })

      // The same, untidied.
      const untidied = await play(scene, cut)
      untidied.it.later(graceMs + 1000)
      await takeAgain(untidied, untidied.it.process(), { after: true })
    }
  })

  it('what is left alone is released while it runs, and after a restart, by who goes on from there', async () => {
    const it = place()
    const away = failing(it.store)
    const process = it.process(away.store)
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
    const rename = async (id: string) => {
      away.goAwayAt(away.appended.length + 2, 'before')
      await process({ command: 'account.change', id, body: { name: newId() }, principal })
      away.comeBack()
      expect(await it.alone()).toHaveLength(1)
    }
    const unborn = async () => {
      away.goAwayAt(away.appended.length + 1, 'before')
      await expect(process({ ...account(newId()), principal })).rejects.toThrow(StoreUnavailable)
      away.comeBack()
    }
    const id = await asking(process)(account('First'))
    it.later(3_600_000)
    await rename(id)
    await forget()
    let stop = await it.sweep(log)
    expect(await it.alone()).toEqual([])
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ released: 1 }])

    await rename(id)
    await eventually(async () => expect(await it.alone()).toEqual([]))
    await unborn()
    await stop()
    await rename(id).catch(() => {})
    expect(await it.alone()).toHaveLength(2)
    stop = await it.sweep(log)
    // Of the one that may be being made nobody can tell yet.
    await eventually(async () => expect(await it.alone()).toHaveLength(1))
    it.later(graceMs)
    await eventually(async () => expect(await it.alone()).toEqual([]))
    await stop()
    expect(lines.filter((line) => line.includes('went through'))).toHaveLength(1)
  })

  it('a turn that was cut off holds up nobody in the same process, and in another for no longer than the grace', async () => {
    for (const kind of ['account', 'team'] as const) {
      const it = place()
      const healthy = asking(it.process())
      const make = () => healthy({ command: `${kind}.create`, body: { name: newId() } })
      const [one, two, parentId] = [await make(), await make(), await make()]
      const move = (id: string) => ({ command: `${kind}.change`, id, body: { parentId }, principal })
      const away = failing(it.store)
      const process = it.process(away.store)
      // The turn, the move, and then the end of the turn.
      away.goAwayAt(2, 'before')
      await expect(process(move(one))).resolves.toMatchObject({ revision: 1 })
      away.comeBack()
      await expect(process(move(two))).resolves.toMatchObject({ revision: 1 })
      it.later(graceMs + 1000)
      await expect(it.process()(move(one))).resolves.toMatchObject({ revision: 1 })
    }
  })

  it('two who ask for the same at once are told of each other, and the one who is told is there', async () => {
    const it = place()
    const asked = await Promise.allSettled(
      Array.from({ length: 5 }, () => it.process()({ ...account('Same'), principal })),
    )
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of asked)
      if (one.status === 'rejected')
        expect(one.reason instanceof DomainError || one.reason instanceof Contention).toBe(true)
    expect(await it.having({ kind: 'account-name', value: 'same' })).toHaveLength(1)
  })
})
