import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { NotFound } from '../../src/commands/errors.ts'
import { organisationId } from '../../src/commands/settings/organisation.ts'
import { DomainError } from '../../src/domain/error.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { newId } from '../../src/platform/process/ids.ts'
import { commands } from '../../src/registry.ts'
import { world } from '../support/world.ts'

type Body = Record<string, unknown>

/** Where a body takes ids: `lines.0.productId`, `to.teamId`. */
function idsIn(body: z.ZodType): string[] {
  const found = new Set<string>()
  const walk = (schema: z.core.JSONSchema.BaseSchema, path: readonly string[]) => {
    if (schema.format === 'uuid') found.add(path.join('.'))
    for (const each of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])])
      if (typeof each === 'object') walk(each, path)
    for (const [name, each] of Object.entries(schema.properties ?? {}))
      if (typeof each === 'object') walk(each, [...path, name])
    const { items } = schema
    if (typeof items === 'object' && !Array.isArray(items)) walk(items, [...path, '0'])
  }
  walk(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }), [])
  return [...found]
}

/** The body with this there; what is on the way is made unless it is there. */
function put(body: Body, path: string, value: unknown): Body {
  const copy = structuredClone(body)
  let at: Body = copy
  const [last = '', ...way] = path.split('.').reverse()
  for (const [index, name] of way.toReversed().entries()) {
    const next = path.split('.')[index + 1]
    at[name] ??= next === '0' ? [] : {}
    at = at[name] as Body
  }
  at[last] = value
  return copy
}

/** Ids that name no record: of parts of the record itself, of what is kept beside the log, or of who asks, by the API. */
const own = [
  /^pipeline\..* stages?\.0\.id$/,
  /^pipeline\..* stage\.id$/,
  /^user\..* (credentialId|factorId|batchId)$/,
  /^contact\.set-portal-password credentialId$/,
  /^(preferences|inbox)\./,
  /^\w+\.(restrict|lift-restriction|erase) requestId$/,
  /^privacyRequest\./,
  // So are the tasks, parts and times of a service order.
  /^serviceOrder\..* (id|taskId|partId|timeId)$/,
  // Who else could have got it is said by who chose.
  /^appointment\.book-chosen choice\.candidates\./,
  // Choices are the list's own parts, as stages are the pipeline's.
  /^choiceList\./,
  // Whether a record is there is said of each, when it is its turn.
  /^batch\.start parts\./,
  /^noticeMail\.send recordId$/,
  // Beside the log, and made of what a header says.
  /^((mailbox|smsNumber|phoneLine|socialAccount)\.set-password|personalCalendar\.connect) secretId$/,
  /^conversation\.add-message key$/,
  // A body that names what has gone out has nothing else; tests/api/activities/mailbox.test.ts sends such ones.
  /^(activity\.file-mail|conversation\.add-message) outgoingId$/,
  // So has one that names a text; tests/api/activities/sms.test.ts sends such ones.
  /^(activity\.file-sms|conversation\.add-message) outgoingSmsId$/,
  // What was written there is a message or a post; tests/api/activities/social.test.ts adds both.
  /^conversation\.add-social socialId$/,
  // What stopped it was read from the message and from whom it is filed with.
  /^conversation\.opt-(out|in) /,
  // An event's, which the endpoint has looked up.
  /^quarantine\.set-event-aside eventId$/,
  // Whom the rules chose, and between whom, is what they found.
  /^(lead|ticket)\.assign-by-rules /,
  // The first version names nobody; which sets there are is not for anybody to say.
  /^ruleSet\.create /,
  // Whom a merge is of, its endpoint has looked up; what names them is found by that.
  /^merge\./,
  /^\w+\.relink /,
  /^(account|contact|ticket)\.(merge|unmerge|release) /,
  // What a line was priced by is what its book and rules said then.
  /^(order\.place|order\.place-service|order\.credit-bill|invoice\.issue|invoice\.issue-credit) lines\.0\.pricedBy\./,
  // Who has no say in a deal needs not be taken off it.
  /^opportunity\.remove-player /,
  // Of the vault.
  /^file\.\w+ content\.key$/,
  // What a conversion made is looked up, and left out where it is not: it is not refused.
  /^lead\.(retry|fail)-conversion /,
  // What is withdrawn was made by the conversion, and is found by the lead.
  /^lead\.complete-reversion /,
  // What is due, the endpoint has looked up; whose deals a back-test was of, it has read; who keeps a result, asks.
  /^(accountingRun|backTest|miningResult)\.make /,
  // Which kind an action is of says what it has; tests/api/settings/workflow.test.ts sends such ones.
  /^ruleSet\.draft content\.rules\.0\.outcome\.actions\./,
  // What a run of the workflow is of, and whom it tells, its rule and the event say.
  /^workflowRun\./,
  // Which articles stand in a reply was looked up with it.
  /^article\.note-use /,
  // What an activity is no longer about, or a ticket no longer linked to, may be there no more.
  /^activity\.unlink /,
  /^ticket\.(unlink|drop-correction) /,
  // A message is an event, which the endpoint or a process has looked up.
  /^ticket\.split splitMessageId$/,
  /^ticket\.give-message /,
  /^conversation\.take-off /,
  // A cost is the campaign's own part; who is taken off a list may be there no more.
  /^campaign\.(add|remove)-cost /,
  // What was begun for it was begun just before.
  /^campaign\.note-batch /,
  /^marketingList\.remove-members /,
  // A step names one of them; tests/api/marketing tries the others.
  /^sequence\..* steps\.0\.(assigneeId|calendarId)$/,
  /^landingPage\..* blocks\.0\.productId$/,
  // The page that a form stood in is signed with it.
  / submission\.landingPageId$/,
  // Who is in it, and why they leave, is looked up by its process.
  /^enrolment\.advance /,
  // By whose rights it goes out is who asked; what is sent was fixed then.
  /^mailing\.(schedule|start) /,
  // Only of one that goes out; who is in its list was looked up, and is refused where they are not seen.
  /^mailingRecipient\.choose personId$/,
  // Only of one that is switched on, or of a run: who has the day, or is meant, was looked up.
  /^mailingRecipient\.choose-for-(greeting|run) personId$/,
  // The batches of a greeting were begun just before; what a page shows, its endpoint has looked up.
  /^greeting\.go-out /,
  /^greeting\.activate /,
  /^webVisitor\.view /,
  // What a stranger's link, a mail that came or a lead that was made says was looked up with it.
  /^mailingRecipient\.(note-reply|convert) /,
]

async function furnished() {
  const it = world([])
  const principal = systemPrincipal('test', { kind: 'cli' })
  const make = async (command: string, body: Body, id?: string) =>
    (await it.execute({ command, body, principal, ...(id !== undefined && { id }) })).id
  const stages = [
    { name: 'Open', probability: 0.1, kind: 'open' },
    { name: 'Won', probability: 1, kind: 'won' },
    { name: 'Lost', probability: 0, kind: 'lost' },
  ]
  const user = await make('user.register', { name: 'Ada', email: 'ada@x.example', role: 'rep' })
  const team = await make('team.create', { name: 'Team' })
  const account = await make('account.create', { name: 'Account' })
  const contact = await make('contact.create', { name: { last: 'X' } })
  const pipeline = await make('pipeline.create', { name: 'P', currency: 'USD', isDefault: true, stages })
  const product = await make('product.create', {
    code: 'X',
    name: 'X',
    price: { amount: 1, currency: 'USD' },
  })
  const productGroup = await make('productGroup.create', { name: 'Group' })
  const priceBook = await make('priceBook.create', { name: 'Book', currency: 'USD' })
  const capture = { name: { last: 'X' }, source: 'web', ownerId: user }
  const leadForm = await make('leadForm.create', { name: 'F', title: 'F', thanks: 'T' })
  const signs = { trapped: false, proven: true, seconds: 9 }
  const submission = {
    formId: leadForm,
    page: null,
    utm: null,
    message: null,
    consent: null,
    confirm: false,
    signs,
  }
  const lead = await make('lead.capture', capture)
  const answers = { budget: 'b', authority: 'a', need: 'n', timeline: 't' }
  const qualified = async () => {
    const id = await make('lead.capture', capture)
    await make('lead.qualify', answers, id)
    return id
  }
  const converting = async () => {
    const id = await qualified()
    await make('lead.convert', {}, id)
    return id
  }
  const deal = { name: 'Deal', ownerId: user, pipelineId: pipeline }
  const opportunity = await make('opportunity.open', deal)
  const lost = async () => {
    const id = await make('opportunity.open', deal)
    await make('opportunity.lose', { reason: 'x' }, id)
    return id
  }
  const quote = await make('quote.draft', { opportunityId: opportunity, validUntil: '2030-01-01' })
  const definition = { model: 'lead', measures: [{ of: 'count' }] }
  const report = await make('report.create', { name: 'R', definition, ownerId: user })
  const weekly = [{ day: 1, from: '09:00', to: '17:00' }]
  const calendar = await make('businessCalendar.create', { name: 'C', timeZone: 'UTC', weekly, holidays: [] })
  const target = { responseMinutes: 60, resolutionMinutes: 600 }
  const targets = { urgent: target, high: target, normal: target, low: target }
  const policy = { name: 'P', calendarId: calendar, targets }
  const slaPolicy = await make('slaPolicy.create', policy)
  const ticket = await make('ticket.open', { subject: 'S' })
  const article = await make('article.create', { type: 'faq', title: 'T', language: 'en' })
  const contract = await make('contract.create', { name: 'C', accountId: account, startsOn: '2026-01-01' })
  const asset = await make('asset.create', { name: 'A', accountId: account })
  const { message: _message, ...sentBy } = submission
  const service = await make('service.create', { name: 'S' })
  const resource = await make('resource.create', { name: 'R', calendarId: calendar })
  const resourceGroup = await make('resourceGroup.create', { name: 'G', resourceIds: [resource] })
  const visit = { title: 'A', resourceId: resource, outsideHours: true, endsAt: '2026-03-02T09:15:00.000Z' }
  const appointment = await make('appointment.book', { ...visit, startsAt: '2026-03-02T09:00:00.000Z' })
  const plan = {
    name: 'P',
    accountId: account,
    serviceId: service,
    rhythm: { every: 1, unit: 'month' },
    startsOn: '2030-01-01',
  }
  const sent = {
    reportId: report,
    format: 'csv',
    start: { day: '2030-01-01', time: '08:00', timeZone: 'UTC' },
    recurrence: { every: 'week' },
    recipientIds: [user],
  }
  const reportSchedule = await make('reportSchedule.create', { ...sent, ownerId: user })
  const maintenancePlan = await make('maintenancePlan.create', plan)
  const serviceOrder = await make('serviceOrder.create', { title: 'O', accountId: account })
  const other = await make('ticket.open', { subject: 'S' })
  const complaint = await make('ticket.open', { subject: 'S', type: 'complaint' })
  const correction = await make('activity.add', {
    kind: 'task',
    subject: 'T',
    regarding: [{ model: 'ticket', id: complaint }],
  })
  const training = { title: 'T', text: 'T', dueOn: '2030-01-01', userIds: [user] }
  const trained = await make('training.assign', training)
  const zero = { amount: 0, currency: 'USD' }
  const totals = { net: zero, discount: zero, tax: zero, gross: zero }
  const line = { quantity: 1, unitPrice: zero, description: 'x' }
  const priced = { ...line, listPrice: null, discountPercent: 0, taxPercent: 0, ...totals, productId: null }
  const offered = { opportunityId: opportunity, accountId: null, ownerId: user, currency: 'USD', totals }
  const order = { ...offered, quoteId: quote, lines: [priced] }
  const ordered = await make('order.place', order)
  await make('organisation.create', { legalName: 'L', from: '2020-01-01' }, organisationId)
  const { tax: _tax, gross: _gross, ...kept } = priced
  const part = { lines: [{ ...kept, line: 0 }], totals: { ...totals, taxes: [] } }
  const issue = {
    opportunityId: opportunity,
    accountId: account,
    ownerId: user,
    currency: 'USD',
    ...part,
    orderId: ordered,
    orderNumber: 'O-1',
    suppliedOn: '2026-01-01',
  }
  const issued = await make('invoice.issue', { ...issue, sequence: 1 })
  const paid = { paid: { amount: 1, currency: 'USD' }, receivedOn: '2026-01-01' }
  const payment = await make('payment.record', paid)

  const regarding = [{ model: 'contact', id: contact }]
  const participants = [{ model: 'user', id: user }]
  const startsAt = '2030-01-01T10:00:00.000Z'
  const meeting = { kind: 'appointment', subject: 'S', startsAt, regarding, participants }
  const planned = await make('activity.add', meeting)
  const booking = { name: 'B', formId: leadForm, hostIds: [user], subject: 'B' }
  const bookingPage = await make('bookingPage.create', { ...booking, name: 'A' })
  const calendarOfUser = await make('personalCalendar.create', { userId: user })
  const box = { name: 'M', address: 'm@x.example', login: 'm' }
  const mailbox = await make('mailbox.create', {
    ...box,
    smtp: { host: 'mx.x.example', port: 465, tls: 'implicit' },
  })
  await make('mailbox.set-password', { secretId: newId() }, mailbox)
  const campaign = await make('campaign.create', { name: 'Campaign' })
  const list = await make('marketingList.create', { name: 'List', model: 'contact', kind: 'static' })
  const template = await make('messageTemplate.create', { name: 'T', subject: 'S', body: 'B' })
  await make('messageTemplate.publish', {}, template)
  const mailing = await make('mailing.create', {
    name: 'M',
    campaignId: campaign,
    listId: list,
    mailboxId: mailbox,
    purpose: 'Newsletter',
    templateId: template,
  })
  const page = { name: 'P', slug: 'p', title: 'P', blocks: [{ is: 'form', formId: leadForm }] }
  const landingPage = await make('landingPage.create', page)
  const reached = { metric: 'deals-won', from: '2030-01-01', to: '2030-01-31', value: 1 }
  const planOf = { name: 'P', startsOn: '2030-01-01', endsOn: '2030-12-31', targets: [reached] }
  const marketingPlan = await make('marketingPlan.create', planOf)
  const way = {
    name: 'S',
    model: 'contact',
    campaignId: campaign,
    mailboxId: mailbox,
    purpose: 'Newsletter',
    steps: [{ do: 'mail', templateId: template }],
  }
  const wish = {
    name: 'G',
    occasion: { is: 'birthday' },
    mailboxId: mailbox,
    purpose: 'Newsletter',
    texts: [{ language: null, templateId: template }],
  }
  const greeting = await make('greeting.create', wish)
  const reading = {
    name: 'I',
    url: 'https://x.example',
    mailboxId: mailbox,
    templateId: template,
    purpose: 'Newsletter',
  }
  const contentItem = await make('contentItem.create', reading)
  const trackedSite = await make('trackedSite.create', { name: 'W', sites: ['https://x.example'] })
  const sequence = await make('sequence.create', way)
  await make('sequence.publish', {}, sequence)
  const chat = { name: 'Site', title: 'Talk', greeting: 'Hello' }
  const widget = await make('chatWidget.create', { ...chat, name: 'Shop' })
  const nobody = { name: null, email: null, phone: null, company: null }
  const conversation = await make('conversation.begin', { mailboxId: mailbox, subject: 'S' })
  const mail = {
    conversationId: conversation,
    subject: 'S',
    body: null,
    startsAt: null,
    email: { to: [{ address: 'm@x.example' }] },
    genuine: false,
  }
  const gateway = { is: 'smpp', host: 'smsc.x.example', port: 3550, tls: true, login: 'x' }
  const ours = { name: 'N', number: '+4930901820', country: 'DE', gateway }
  const smsNumber = await make('smsNumber.create', ours)
  await make('smsNumber.set-password', { secretId: newId() }, smsNumber)
  const texted = await make('conversation.begin', { numberId: smsNumber, number: '+4915112345678' })
  const network = { name: 'N', server: 'https://social.x.example' }
  const socialAccount = await make('socialAccount.create', network)
  await make('socialAccount.set-password', { secretId: newId() }, socialAccount)
  const found = {
    socialAccountId: socialAccount,
    monitorId: null,
    networkId: '1',
    visibility: 'public',
    handle: 'anna@social.x.example',
    authorName: null,
    text: 'T',
    url: null,
    language: null,
    postedAt: '2026-03-02T09:00:00.000Z',
    sentiment: { score: 0, positive: [], negative: [] },
    conversationId: null,
  }
  const socialMessage = await make('socialMessage.receive', found)
  const socialPost = await make('socialPost.write', { socialAccountId: socialAccount, text: 'T' })
  const housed = await make('contact.create', {
    name: { last: 'H' },
    addresses: [{ kind: 'private', lines: ['1'], postalCode: null, city: 'B', country: 'DE' }],
  })
  const ourLine = { name: 'L', server: 'wss://sip.example', domain: 'sip.example', login: 'l', country: 'DE' }
  const phoneLine = await make('phoneLine.create', ourLine)
  const letter = await make('letter.write', { contactId: housed, subject: 'S', body: 'B' })
  const mailed = await make('activity.file-mail', mail)
  const message = {
    activityId: mailed,
    key: null,
    direction: 'inbound',
    at: '2026-03-02T09:00:00.000Z',
    from: null,
    automatic: null,
    authenticity: null,
  }
  const content = { type: 'text/plain', bytes: 1, hash: null, blob: 'a'.repeat(64), key: newId() }
  const rules = { rules: [], capacity: null, people: [], pickUpMinutes: null, calendarId: null }
  const ruleSet = await make('ruleSet.create', { name: 'Rules', purpose: 'lead-assignment', content: rules })
  const rule = {
    name: 'All',
    when: { all: [] },
    outcome: { userIds: [], teamId: null, choose: 'round-robin' },
  }
  const tag = await make('tag.create', { name: 'VIP' })
  const taggable = { account, contact, lead, opportunity, ticket }
  const tagging = Object.fromEntries(
    Object.entries(taggable).flatMap(([model, id]) =>
      ['tag', 'untag'].map((verb) => [`${model}.${verb}`, { body: { tagIds: [tag] }, id }] as const),
    ),
  )

  /** A body that is taken, for each command that takes ids, and of which record it is asked. */
  const bodies: Record<string, { body: Body; id?: string | (() => Promise<string>) }> = {
    ...tagging,
    'lead.take-back': { body: { ownerId: user, untouched: false }, id: lead },
    'ticket.link': { body: { ticketId: other }, id: ticket },
    'ticket.split': { body: { subject: 'S', splitFromId: ticket, splitMessageId: newId() } },
    'ticket.plan-correction': { body: { activityId: correction }, id: complaint },
    'ticket.take-back': { body: { assigneeId: user, teamId: null, untouched: false }, id: ticket },
    'session.begin': { body: { userId: user, factors: ['password'] } },
    'apiKey.issue': {
      body: {
        ownerId: user,
        name: 'K',
        prefix: 'hs_abcdefgh',
        scopes: ['lead.read'],
        expiresAt: '2030-01-01T00:00:00.000Z',
      },
    },
    'alertPolicy.create': { body: {} },
    'alertPolicy.change': { body: {}, id: () => make('alertPolicy.create', {}) },
    'team.create': { body: { name: 'T' } },
    'team.change': { body: {}, id: team },
    'user.register': { body: { name: 'B', email: 'b@x.example', role: 'rep' } },
    'user.provision': {
      body: {
        name: 'P',
        email: 'p@x.example',
        role: 'rep',
        directory: { userName: 'p', externalId: null, givenName: null, familyName: null },
      },
    },
    'user.follow-directory': {
      body: {
        active: true,
        directory: { userName: 'p', externalId: null, givenName: null, familyName: null },
      },
      id: user,
    },
    'user.change': { body: {}, id: user },
    'user.assign-role': { body: { role: 'rep' }, id: user },
    'share.grant': {
      body: { model: 'lead', recordId: lead, grantee: 'user', granteeId: user, level: 'read', reason: 'x' },
    },
    'training.assign': { body: training },
    'training.add-people': { body: { userIds: [user] }, id: trained },
    'noticeMail.send': { body: { userId: user, kind: 'lead.assigned', model: 'lead', recordId: lead } },
    'product.create': { body: { code: 'Y', name: 'Y', price: { amount: 1, currency: 'USD' } } },
    'product.change': { body: {}, id: product },
    'productGroup.create': { body: { name: 'Other' } },
    'productGroup.change': { body: {}, id: productGroup },
    'priceBook.set-prices': { body: { entries: [{ tiers: [] }] }, id: priceBook },
    'quotePolicy.create': { body: { discountLimits: [{ percent: 1 }] } },
    'quotePolicy.change': {
      body: { discountLimits: [{ percent: 1 }] },
      id: () => make('quotePolicy.create', {}),
    },
    'account.create': { body: { name: 'B' } },
    'account.change': { body: {}, id: account },
    'contact.create': { body: { name: { last: 'B' } } },
    'contact.create-from-lead': { body: { leadId: lead, accountId: null, ownerId: user } },
    'contact.change': { body: {}, id: contact },
    'contact.absorb': { body: { absorbedId: contact, fields: [] }, id: contact },
    'ticket.absorb': { body: { absorbedId: ticket, fields: [] }, id: ticket },
    'account.absorb': { body: { absorbedId: account, fields: [] }, id: account },
    'lead.capture': { body: capture },
    'lead.capture-from-form': { body: { ...capture, submission } },
    'lead.change': { body: {}, id: lead },
    'lead.assign': { body: { ownerId: user }, id: lead },
    'lead.convert': { body: {}, id: qualified },
    'lead.complete-conversion': {
      body: { accountId: null, contactId: contact, opportunityId: opportunity },
      id: converting,
    },
    'opportunity.open': {
      body: { ...deal, proposal: { basis: 'alike', productId: product, found: 1, of: 1 } },
    },
    'opportunity.change': { body: {}, id: opportunity },
    'opportunity.advance-stage': { body: {}, id: opportunity },
    'opportunity.override-stage': { body: { reason: 'x' }, id: opportunity },
    'opportunity.change-lines': { body: { lines: [line] }, id: opportunity },
    'opportunity.set-player': { body: {}, id: opportunity },
    'opportunity.set-competitors': { body: { competitorIds: [] }, id: opportunity },
    'opportunity.lose': { body: { reason: 'x' }, id: () => make('opportunity.open', deal) },
    'opportunity.assign': { body: { ownerId: user }, id: opportunity },
    'opportunity.reopen': { body: {}, id: lost },
    'pipeline.set-exit-criteria': { body: { exit: [] }, id: pipeline },
    'pipeline.change-stage': { body: {}, id: pipeline },
    'pipeline.move-stage': { body: { index: 0 }, id: pipeline },
    'pipeline.remove-stage': { body: {}, id: pipeline },
    'market.create': {
      body: {
        name: 'M',
        startsOn: '2026-01-01',
        endsOn: '2026-03-31',
        size: { amount: 1, currency: 'USD' },
      },
    },
    'market.change': {
      body: {},
      id: () =>
        make('market.create', {
          name: 'M',
          startsOn: '2026-01-01',
          endsOn: '2026-03-31',
          size: { amount: 1, currency: 'USD' },
        }),
    },
    'report.create': {
      body: { name: 'S', definition, ownerId: user },
    },
    'report.assign': { body: { ownerId: user }, id: report },
    'reportLink.make': {
      body: { reportId: report, purpose: 'P', expiresAt: new Date(Date.now() + 86_400_000).toISOString() },
    },
    'reportSchedule.create': { body: { ...sent, ownerId: user } },
    'reportSchedule.change': { body: {}, id: reportSchedule },
    'reportDelivery.order': {
      body: {
        scheduleId: reportSchedule,
        reportId: report,
        format: 'csv',
        asOf: '2030-01-01T08:00:00.000Z',
        recipientId: user,
      },
    },
    'quota.create': {
      body: { startsOn: '2026-01-01', endsOn: '2026-03-31', target: { amount: 1, currency: 'USD' } },
    },
    'quote.draft': { body: { opportunityId: opportunity, validUntil: '2030-01-01', lines: [line] } },
    'quote.change-lines': { body: { lines: [line] }, id: quote },
    'quote.take-proposal': {
      body: { proposal: { basis: 'together', productId: product, found: 1, of: 1 } },
      id: quote,
    },
    'quote.replace': { body: {}, id: quote },
    'quote.assign': { body: { ownerId: user }, id: quote },
    'file.add': { body: { record: { model: 'account' }, name: 'a.txt', content } },
    'ruleSet.draft': {
      body: {
        content: {
          rules: [rule],
          people: [{ userId: user, capacity: null, awayFrom: null, awayUntil: null }],
        },
      },
      id: ruleSet,
    },
    'order.place': { body: { ...order, quoteId: quote } },
    'order.assign': { body: { ownerId: user }, id: ordered },
    'order.set-account': { body: {}, id: ordered },
    'order.credit-bill': { body: { ...part, creditNoteId: issued }, id: ordered },
    'invoice.issue': { body: { ...issue, sequence: 2 } },
    'invoice.issue-credit': { body: { ...part, sequence: 1, invoiceId: issued, reason: 'x' } },
    'invoice.assign': { body: { ownerId: user }, id: issued },
    'payment.record': { body: { ...paid, allocations: [{ amount: 1 }] } },
    'payment.allocate': { body: { allocations: [{ amount: 1 }] }, id: payment },
    'slaPolicy.create': { body: { ...policy, escalateTo: { teamId: null, userId: null } } },
    'slaPolicy.change': { body: { escalateTo: { teamId: null, userId: null } }, id: slaPolicy },
    'ticket.open': { body: { subject: 'S' } },
    'ticket.open-by-form': {
      body: { name: { last: 'B' }, email: 'b@x.example', subject: 'S', message: 'M', submission: sentBy },
    },
    'ticket.open-in-portal': { body: { subject: 'S', message: 'M', contactId: contact } },
    'leadForm.create': { body: { name: 'F', title: 'F', thanks: 'T' } },
    'leadForm.change': { body: {}, id: leadForm },
    'service.create': { body: { name: 'T' } },
    'service.change': { body: {}, id: service },
    'resource.create': { body: { name: 'T', calendarId: calendar } },
    'resource.change': { body: {}, id: resource },
    'resourceGroup.create': { body: { name: 'H', resourceIds: [resource] } },
    'resourceGroup.change': { body: {}, id: resourceGroup },
    'appointment.book': { body: { ...visit, startsAt: '2026-03-02T09:00:00.000Z' } },
    'appointment.book-chosen': {
      body: {
        ...visit,
        startsAt: '2026-03-02T09:00:00.000Z',
        choice: { groupId: resourceGroup, candidates: [] },
      },
    },
    'appointment.move': {
      body: { startsAt: '2026-03-03T09:00:00.000Z', outsideHours: true },
      id: appointment,
    },
    'maintenancePlan.create': { body: plan },
    'maintenancePlan.change': { body: {}, id: maintenancePlan },
    'serviceOrder.create': { body: { title: 'O', accountId: account } },
    'serviceOrder.create-from-plan': { body: { planId: maintenancePlan, dueOn: '2030-01-01' } },
    'serviceOrder.change': { body: {}, id: serviceOrder },
    'serviceOrder.use-part': { body: { description: 'x', quantity: 1 }, id: serviceOrder },
    'serviceOrder.log-time': {
      body: { startedAt: '2020-01-01T09:00:00.000Z', endedAt: '2020-01-01T10:00:00.000Z' },
      id: serviceOrder,
    },
    'serviceOrder.sign': { body: { name: 'K' }, id: serviceOrder },
    'order.place-service': {
      body: {
        accountId: account,
        ownerId: user,
        currency: 'USD',
        totals: { ...totals, taxes: [] },
        lines: [kept],
        serviceOrderId: serviceOrder,
        suppliedOn: '2026-01-01',
      },
    },
    'ticket.change': { body: {}, id: ticket },
    'ticket.assign': { body: {}, id: ticket },
    'ticket.set-asset': { body: {}, id: ticket },
    'ticket.reply': { body: { body: 'x' }, id: ticket },
    'article.create': { body: { type: 'faq', title: 'T', language: 'de' } },
    'article.change': { body: {}, id: article },
    'article.assign': { body: {}, id: article },
    'contract.create': { body: { name: 'C', accountId: account, startsOn: '2026-01-01' } },
    'contract.change': { body: {}, id: contract },
    'asset.create': { body: { name: 'A', accountId: account } },
    'asset.change': { body: {}, id: asset },
    'asset.set-warranty': { body: {}, id: asset },
    'activity.add': { body: meeting },
    'activity.repeat': { body: {} },
    'activity.counter': {
      body: {
        participant: { model: 'contact', id: contact },
        startsAt: '2026-03-02T09:00:00.000Z',
        endsAt: null,
        note: null,
        sequence: 0,
      },
      id: planned,
    },
    'bookingPage.create': { body: booking },
    'bookingPage.change': { body: {}, id: bookingPage },
    'bookingPage.note-booked': {
      body: { activityId: planned, leadId: lead, hostId: user },
      id: bookingPage,
    },
    'personalCalendar.create': { body: { userId: user } },
    'personalCalendar.change': { body: {}, id: calendarOfUser },
    'outgoingMail.invite': {
      body: {
        mailboxId: mailbox,
        activityId: planned,
        participant: { model: 'contact', id: contact },
        method: 'REQUEST',
        why: 'invited',
      },
    },
    'activity.link': { body: { records: regarding }, id: planned },
    'activity.note-reply': { body: { repliedAt: '2026-03-02T09:00:00.000Z' }, id: planned },
    'activity.change': { body: { regarding, participants }, id: planned },
    'activity.assign': { body: {}, id: planned },
    'activity.respond': { body: { participant: { model: 'user' }, response: 'accepted' }, id: planned },
    'mailbox.create': { body: { ...box, address: 'n@x.example' } },
    'activity.file-mail': { body: mail },
    'activity.file-sms': { body: { conversationId: texted, body: 'B', startsAt: null } },
    'activity.file-call': { body: { phoneCallId: newId() } },
    // A call is by a line of who asks, which nobody has here.
    'phoneCall.start': { body: { lineId: newId(), direction: 'inbound', number: '110', records: regarding } },
    'phoneCall.file': { body: { records: regarding }, id: newId() },
    'phoneCall.take-off': { body: { records: regarding }, id: newId() },
    'phoneCall.log': { body: { activityId: mailed }, id: newId() },
    'phoneLine.create': { body: { ...ourLine, login: 'other' } },
    'phoneLine.change': { body: {}, id: phoneLine },
    'phoneLine.set-password': { body: { secretId: newId() }, id: newId() },
    'activity.file-letter': { body: { letterId: letter } },
    'smsNumber.create': { body: { ...ours, number: '+4930901821' } },
    'outgoingSms.order': { body: { conversationId: texted, body: 'B' } },
    'outgoingSms.order-to-recipient': { body: {} },
    'socialAccount.create': { body: network },
    'socialMonitor.create': { body: { name: 'M', is: 'hashtag', term: 'x' } },
    'socialMessage.receive': { body: { ...found, networkId: '2' } },
    'socialMessage.take': { body: {}, id: socialMessage },
    'socialPost.write': { body: { text: 'T' } },
    'socialPost.change': { body: {}, id: socialPost },
    'letter.write': { body: { contactId: housed, subject: 'S', body: 'B' } },
    'letter.write-to-recipient': { body: {} },
    'conversation.begin': { body: { subject: 'S', handle: 'anna@social.x.example' } },
    'conversation.add-message': { body: message, id: conversation },
    'conversation.file': { body: { records: regarding }, id: conversation },
    'conversation.assign': { body: {}, id: conversation },
    'conversation.answer': {
      body: {
        after: 1,
        text: 'A',
        articles: [{ id: conversation, version: 1, title: 'T' }],
        asks: null,
        handsOver: false,
      },
      id: conversation,
    },
    'conversation.begin-chat': { body: { visitor: nobody, page: null, text: 'Hello' } },
    'chatWidget.create': { body: chat },
    'chatWidget.change': { body: {}, id: widget },
    'campaign.create': { body: { name: 'C' } },
    'campaign.change': { body: {}, id: campaign },
    'marketingList.add-members': { body: {}, id: list },
    'mailing.create': {
      body: {
        name: 'M',
        campaignId: campaign,
        listId: list,
        mailboxId: mailbox,
        purpose: 'Newsletter',
        templateId: template,
        variants: [{ name: 'V', where: { all: [] }, templateId: template }],
      },
    },
    'mailing.change': {
      body: { variants: [{ name: 'V', where: { all: [] }, templateId: template }] },
      id: mailing,
    },
    'mailingRecipient.choose': { body: { mailingId: mailing, personId: contact, model: 'contact' } },
    'mailingRecipient.choose-for-step': { body: { step: 0 } },
    'mailingRecipient.choose-for-greeting': {
      body: { personId: contact, model: 'contact', day: '2030-01-01' },
    },
    'mailingRecipient.choose-for-run': { body: { step: 0, personId: contact, model: 'contact' } },
    'mailingRecipient.send-content': {
      body: { contentItemId: contentItem, personId: contact, model: 'contact' },
    },
    'greeting.create': { body: { ...wish, name: 'H' } },
    'greeting.change': { body: { texts: wish.texts }, id: greeting },
    'contentItem.create': { body: { ...reading, name: 'R' } },
    'contentItem.change': { body: {}, id: contentItem },
    'webVisitor.identify': { body: { siteId: trackedSite, model: 'contact', personId: contact } },
    'followUp.set-aside': {
      body: { reason: 'customer-quiet', model: 'account', recordId: account, since: '2030-01-01T00:00:00Z' },
    },
    'sequence.create': { body: { ...way, name: 'T' } },
    'sequence.change': { body: { steps: way.steps }, id: sequence },
    'enrolment.begin': { body: { sequenceId: sequence, personId: contact } },
    'landingPage.create': { body: { ...page, slug: 'q' } },
    'landingPage.change': { body: { blocks: page.blocks }, id: landingPage },
    'marketingPlan.create': { body: { ...planOf, name: 'Q' } },
    'marketingPlan.change': { body: { targets: planOf.targets }, id: marketingPlan },
    'activity.plan-call': {
      body: { model: 'contact', personId: contact, subject: 'S', purpose: 'P', startsAt },
    },
    'outgoingMail.order-to-recipient': { body: {} },
    'outgoingMail.order': {
      body: { conversationId: conversation, to: [{ address: 'b@x.example' }], subject: 'S', body: 'B' },
    },
    'ticket.open-by-mail': { body: { activityId: mailed, conversationId: conversation } },
    'ticket.reply-by-mail': { body: {}, id: ticket },
    'ticket.escalate': { body: { to: { teamId: null, assigneeId: null } }, id: ticket },
  }
  return { it, principal, bodies, product }
}

describe('FAULTS 22.1 an id that a command is given names something', () => {
  const fields = commands.flatMap((command) =>
    idsIn(command.body).map((field) => ({ command: command.type, field })),
  )
  const checked = fields.filter(({ command, field }) => !own.some((one) => one.test(`${command} ${field}`)))

  it('whatever command it is, those of sagas too', async () => {
    const { it: place, principal, bodies } = await furnished()
    const slipped: string[] = []
    for (const { command, field } of checked) {
      const { body, id } = bodies[command] ?? expect.unreachable(`no body for ${command}`)
      const asked = typeof id === 'function' ? await id() : id
      const nobody = newId()
      const count = place.events().length
      const error = await place
        .execute({
          command,
          body: put(body, field, nobody),
          principal,
          ifMatch: 'any',
          ...(asked !== undefined && { id: asked }),
        })
        .then(
          () => undefined,
          (reason: unknown) => reason,
        )
      const told = place.events().slice(count)
      if (JSON.stringify(told.map(({ data }) => data)).includes(nobody)) slipped.push(`${command} ${field}`)
      if (!(error instanceof DomainError || error instanceof NotFound))
        slipped.push(`${command} ${field}: ${String(error)}`)
      else if (
        error instanceof DomainError &&
        !(error.field ?? error.code).match(
          /Id|unknown|role|parent|stage|lines|user|regarding|participant|records/,
        )
      )
        slipped.push(`${command} ${field}: ${error.code}`)
    }
    expect(slipped).toEqual([])
  })
})
