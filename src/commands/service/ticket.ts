import { z } from 'zod'
import { type ActivityState, activity } from '../../domain/activities/activity.ts'
import { transcriptOf } from '../../domain/activities/chat.ts'
import { type ConversationState, conversation } from '../../domain/activities/conversation.ts'
import { socialMessage } from '../../domain/activities/social-message.ts'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { lead } from '../../domain/sales/lead.ts'
import { leadForm } from '../../domain/sales/lead-form.ts'
import { product } from '../../domain/sales/product.ts'
import { article } from '../../domain/service/article.ts'
import { asset } from '../../domain/service/asset.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { type ContractState, contract, isInForce } from '../../domain/service/contract.ts'
import type { Failure } from '../../domain/service/failure.ts'
import type { SlaTerms } from '../../domain/service/sla.ts'
import { slaPolicy } from '../../domain/service/sla-policy.ts'
import { type Entitlement, type TicketState, ticket } from '../../domain/service/ticket.ts'
import { privacyOf } from '../../domain/subject.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { documentNumber } from '../../domain/values/document-number.ts'
import { email as emailAddress } from '../../domain/values/email.ts'
import { fullName } from '../../domain/values/person-name.ts'
import { cutTo } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { withoutQuotes } from '../../platform/mail/quoted.ts'
import { mustMakeOf } from '../activities/conversation.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf } from '../command.ts'
import { contactEmailClaim } from '../customers/contact.ts'
import { mergingCommands } from '../customers/merging.ts'
import { asBefore } from '../inverse.ts'
import { ancestorsFrom, mustBeKnown, oneMoveAtATime, stillInUse } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { taggingCommands } from '../tagging.ts'
import { coverClaim, everything } from './contract.ts'
import { failureOf } from './failure.ts'
import { defaultPolicyClaim } from './sla-policy.ts'
import { oneSurveyAtATime, planSurvey, rate, requestSurvey, surveyClaim } from './survey.ts'
import { ticketRulesNow } from './ticket-policy.ts'

const { schema: opened } = ticket.commands['ticket.open']
const { shape } = opened
const requester = shape.requester
  .unwrap()
  .partial({ email: true })
  .register(vocabulary, { id: 'TicketRequesterInput' })
  .nullable()
const open = opened.omit({ number: true, terms: true, entitlement: true, failure: true }).extend({
  description: shape.description.default(null),
  requester: requester.default(null),
  accountId: shape.accountId.default(null),
  contactId: shape.contactId.default(null),
  priority: shape.priority.default('normal'),
  category: shape.category.default(null),
  channel: shape.channel.default('web'),
  assigneeId: shape.assigneeId.default(null),
  teamId: shape.teamId.default(null),
  slaPolicyId: z.uuid().optional(),
  failedOn: day
    .optional()
    .describe('When the asset failed; left out, the day on which the ticket is opened.'),
})

const listed = {
  category: 'ticket-category',
  severity: 'ticket-severity',
  rootCause: 'root-cause',
} as const
const other = z.object({ ticketId: z.uuid() })
const split = open
  .pick({ subject: true, priority: true, category: true })
  .extend({ splitFromId: z.uuid(), splitMessageId: z.uuid() })
const ticketChange = ticket.commands['ticket.change'].omit({ ancestors: true })

/** What a form asks of who needs help. */
const byForm = lead.commands['lead.capture'].schema
  .pick({ name: true, phone: true, company: true })
  .partial({ phone: true, company: true })
  .extend({
    email: emailAddress,
    subject: shape.subject,
    message: shape.description.unwrap(),
    submission: ticket.commands['ticket.open-by-form'].schema.shape.submission,
  })

/** What a customer says in the portal; who they are is known. */
const inPortal = z.object({
  subject: shape.subject,
  message: shape.description.unwrap(),
  contactId: uuid,
})

/** What it says is taken from the mail itself, so that no copy of it has to wait in a saga. */
const byMail = z.object({ activityId: uuid })

async function mailNamed(id: string, { load }: Pick<Asking, 'load'>): Promise<ActivityState> {
  const mail = await load(activity, id)
  if (!mail) refuse('ticket.mail-unknown', 'There is no such mail.', { field: 'activityId' })
  return mail
}

/** In characters. */
const longestDescription = 20_000

/** A ticket of a chat says what was said there, and is its visitor's, unless who opens it says otherwise. */
function ofChat(
  { description, requester: asks }: Pick<z.output<typeof open>, 'description' | 'requester'>,
  { sayings, visitor }: ConversationState,
) {
  const { name = null, email: address = null } = visitor ?? {}
  const called = name ?? address ?? 'Visitor'
  const names = { visitor: called, agent: 'Agent', bot: 'Bot' }
  const above = description === null ? '' : `${description}\n\n`
  return {
    channel: 'chat' as const,
    description: `${above}${transcriptOf(sayings, names, longestDescription - above.length)}`,
    ...(asks === null && { requester: { name: called, email: address } }),
  }
}

/** So many of the newest messages a ticket of a social network says. */
const mostQuoted = 10

/** A ticket of what somebody wrote in a social network says that, with where it stands, and is theirs, unless who opens it says otherwise. */
async function ofSocial(
  { description, requester: asks }: Pick<z.output<typeof open>, 'description' | 'requester'>,
  { social, socialIds = [] }: ConversationState,
  { load }: Pick<Asking, 'load'>,
) {
  const all = await Promise.all(socialIds.slice(-mostQuoted).map((id) => load(socialMessage, id)))
  const said = all.flatMap((one) => (one && !privacyOf(one).erased ? [one] : []))
  const quoted = said.map(({ text, url }) => [text, url].filter(Boolean).join('\n'))
  const whole = [description, ...quoted].filter(Boolean).join('\n\n')
  return {
    channel: 'social' as const,
    description: cutTo(whole, longestDescription) || null,
    ...(asks === null &&
      social && { requester: { name: said.at(-1)?.authorName ?? `@${social.handle}`, email: null } }),
  }
}

export const ticketCommands = commandsOf(
  ticket,
  (prepared) => ({
    'ticket.open': {
      summary: 'Open a ticket; its service level clocks start',
      ...prepared(open, async ({ slaPolicyId, failedOn, ...asked }, asking) => {
        const { body, failure } = await withAsset(asked, failedOn, asking)
        await mustExist(account, 'accountId', body.accountId, asking)
        await mustExist(contact, 'contactId', body.contactId, asking)
        await mustExist(product, 'productId', body.productId, asking)
        await mustBePeople(body, asking)
        await mustExist(ticket, 'parentId', body.parentId, asking)
        const about = await mustMakeOf('ticket', body, asking)
        if (body.askerId !== undefined && body.askerId !== asking.actor.id)
          refuse('ticket.other-asker', 'Nobody asks in the name of another.', { field: 'askerId' })
        // What colleagues ask the product for has a category of its own.
        const told = body.askerId === undefined ? await chosen('ticket', body, listed, asking) : body
        return {
          ...told,
          requester: body.requester && { ...body.requester, email: body.requester.email ?? null },
          ...(about?.channel === 'chat' && ofChat(body, about)),
          ...(about?.channel === 'social' && (await ofSocial(body, about, asking))),
          number: documentNumber('T', asking.id),
          ...(await promisedFor(body, asking, slaPolicyId)),
          ...(failure && { failure }),
        }
      }),
    },
    'ticket.split': {
      summary: 'Open a ticket of what one message of another one says',
      internal: true,
      ...prepared(split, async (body, asking) => {
        const from = await asking.load(ticket, body.splitFromId)
        const access = await asking.access('ticket', body.splitFromId)
        if (!from || access === undefined || access === 'read')
          refuse('ticket.unknown-ticket', 'There is no such ticket.', { field: 'splitFromId' })
        if (from.given?.includes(body.splitMessageId))
          conflict('ticket.message-given', 'This message is a ticket of its own already.')
        const { accountId, productId = null, assetId = null } = from
        return {
          ...(await chosen('ticket', body, listed, asking)),
          description: null,
          requester: from.requester,
          accountId,
          contactId: from.contactId,
          channel: from.channel,
          productId,
          assetId,
          assigneeId: null,
          teamId: await stillInUse(team, from.teamId, asking),
          number: documentNumber('T', asking.id),
          ...(await promisedFor({ accountId, productId, assetId }, asking)),
        }
      }),
    },
    'ticket.give-message': { summary: 'Give a message to the ticket it became', internal: true },
    'ticket.link': {
      summary: 'Say that a ticket has to do with another one',
      ...prepared(other, async (body, asking) => {
        await mustExist(ticket, 'ticketId', body.ticketId, asking)
        return body
      }),
    },
    'ticket.unlink': { summary: 'Say that a ticket has nothing to do with another one after all' },
    'ticket.plan-correction': {
      summary: 'Name the task that is to see to it that what a complaint is about does not come again',
      ...prepared(ticket.commands['ticket.plan-correction'], async (body, asking) => {
        const task = await asking.load(activity, body.activityId)
        const isOfIt =
          task?.kind === 'task' &&
          task.regarding.some(({ model, id }) => model === 'ticket' && id === asking.id)
        if (!isOfIt)
          refuse('ticket.unknown-correction', 'There is no such task about this ticket.', {
            field: 'activityId',
          })
        return body
      }),
    },
    'ticket.drop-correction': { summary: 'Take a task off what corrects a complaint' },
    'ticket.open-by-mail': {
      summary: 'Open a ticket by a mail that has come',
      internal: true,
      ...prepared(byMail.extend({ conversationId: uuid }), async ({ activityId, conversationId }, asking) => {
        const mail = await mailNamed(activityId, asking)
        const about = await asking.load(conversation, conversationId)
        if (!about)
          refuse('ticket.conversation-unknown', 'There is no such conversation.', { field: 'conversationId' })
        const from = mail.email?.from ?? null
        const has = (model: string) => about.records.find((one) => one.model === model)?.id ?? null
        const accountId = has('account')
        return {
          ...open.parse({ subject: mail.subject ?? '(no subject)', channel: 'email' }),
          description: mail.body,
          requester: from && { name: from.name ?? from.address, email: from.address },
          accountId,
          contactId: has('contact'),
          teamId: about.teamId,
          number: documentNumber('T', asking.id),
          ...(await promisedFor({ accountId }, asking)),
        }
      }),
    },
    'ticket.open-by-form': {
      summary: 'Open a ticket by what somebody has sent by a form',
      internal: true,
      ...prepared(byForm, async (body, asking) => {
        const { submission, name, subject, message, email } = body
        await mustBeKnown('ticket', submission, { formId: leadForm }, asking)
        const form = await asking.load(leadForm, submission.formId)
        const contactId = (await asking.holder(contactEmailClaim(email))) ?? null
        const accountId = (contactId && (await asking.load(contact, contactId))?.accountId) || null
        const more = [body.company, body.phone].filter(Boolean)
        return {
          ...open.parse({ subject, channel: 'web' }),
          description: [message, ...more].join('\n'),
          requester: { name: fullName(name), email },
          accountId,
          contactId,
          category: form?.category ?? null,
          teamId: await stillInUse(team, form?.teamId ?? null, asking),
          number: documentNumber('T', asking.id),
          submission,
          ...(await promisedFor({ accountId }, asking)),
        }
      }),
    },
    'ticket.open-in-portal': {
      summary: 'Open a ticket as a customer who has signed in to the portal',
      internal: true,
      ...prepared(inPortal, async ({ subject, message, contactId }, asking) => {
        const found = await asking.load(contact, contactId)
        if (!found) refuse('ticket.unknown-contact', 'There is no such contact.', { field: 'contactId' })
        const { name, email, accountId } = found
        return {
          ...open.parse({ subject, channel: 'portal' }),
          description: message,
          requester: { name: fullName(name), email },
          accountId,
          contactId,
          number: documentNumber('T', asking.id),
          ...(await promisedFor({ accountId }, asking)),
        }
      }),
    },
    'ticket.send-receipt': { summary: 'Note that the receipt of a form went out', internal: true },
    'ticket.confirm': {
      summary: 'Note that whoever has the mailbox has sent the form',
      internal: true,
      permission: 'ticket.open-by-form',
    },
    'ticket.reply-by-mail': {
      summary: 'Take what the requester has answered by mail',
      internal: true,
      ...prepared(byMail, async ({ activityId }, asking) => {
        const mail = await mailNamed(activityId, asking)
        return withGone({ body: withoutQuotes(mail.body ?? mail.subject ?? '(no text)') }, asking)
      }),
    },
    'ticket.change': {
      summary: 'Correct what was taken down of a ticket: subject, requester, account, category and the like',
      inverse: asBefore('ticket.change'),
      alone: oneMoveAtATime(ticket),
      ...prepared(
        ticketChange.extend({ requester: requester.optional() }),
        async ({ requester: asks, ...body }, asking) => {
          await mustExist(account, 'accountId', body.accountId, asking)
          await mustExist(contact, 'contactId', body.contactId, asking)
          await mustExist(product, 'productId', body.productId, asking)
          return {
            ...(await chosen('ticket', body, listed, asking)),
            ancestors: await ancestorsFrom(body.parentId, (id) => parentOf(id, asking)),
            ...(asks !== undefined && { requester: asks && { ...asks, email: asks.email ?? null } }),
          }
        },
      ),
    },
    'ticket.set-asset': {
      summary:
        'Say which asset a ticket is about, and when it failed; null: none. Contract and service level stay',
      ...prepared(
        z.object({ assetId: z.uuid().nullable(), failedOn: day.optional() }),
        async ({ assetId, failedOn }, asking) => {
          const { failure = null } = await withAsset({ assetId, accountId: null }, failedOn, asking)
          return { assetId, failure }
        },
      ),
    },
    'ticket.assign': {
      summary: 'Assign a ticket to a person, a team or both; null gives it back to the queue',
      inverse: ({ assigneeId, teamId, status }, { alone }) => ({
        command: 'ticket.take-back',
        body: { assigneeId, teamId, untouched: alone && status === 'new' },
      }),
      ...prepared(
        z.object({ assigneeId: z.uuid().nullable().optional(), teamId: z.uuid().nullable().optional() }),
        async ({ assigneeId, teamId }, asking) => {
          await mustBePeople({ assigneeId, teamId }, asking)
          const { state } = asking
          return {
            assigneeId: assigneeId === undefined ? state.assigneeId : assigneeId,
            teamId: teamId === undefined ? state.teamId : teamId,
          }
        },
      ),
    },
    'ticket.route': {
      summary: 'Have the rules of assignment say who gets a ticket',
      permission: 'ticket.assign',
      // Whom it went to is taken back by hand.
      inverse: () => undefined,
    },
    'ticket.assign-by-rules': {
      summary: 'Give a ticket to whom the rules of assignment have chosen',
      internal: true,
      permission: 'ticket.assign',
    },
    'ticket.take-back': {
      summary: 'Take an assignment of a ticket back',
      internal: true,
      permission: 'ticket.assign',
      ...prepared(ticket.commands['ticket.take-back'], async (body, asking) => {
        await mustBePeople(body, asking)
        return body
      }),
    },
    'ticket.reply': {
      summary:
        'Reply in public; the first reply of an agent stops the response clock, one of the requester gives the ticket of somebody who has left back to the queue',
      ...prepared(ticket.commands['ticket.reply'].omit({ gone: true }), async (body, asking) => {
        await mustBePublished(body.articleIds, asking)
        return withGone(body, asking)
      }),
    },
    'ticket.add-note': { summary: 'Add an internal note, which the requester never sees' },
    'ticket.pend': { summary: 'Wait for the requester; the clocks stand still' },
    'ticket.resume': {
      summary: 'Go on with a pending ticket; the clocks run again',
      ...prepared(ticket.commands['ticket.resume'].omit({ gone: true }), withGone),
    },
    'ticket.resolve': {
      summary: 'Resolve a ticket; the clocks stop. A complaint is resolved by saying its root cause',
      ...prepared(ticket.commands['ticket.resolve'], (body, asking) =>
        chosen('ticket', body, listed, asking),
      ),
    },
    'ticket.reopen': {
      summary:
        'Reopen a resolved ticket, or a closed one for as long as the rules of tickets say; the clocks go on where they stopped',
      ...prepared(
        ticket.commands['ticket.reopen'].omit({ gone: true, reopenDays: true }),
        async (body, asking) => ({
          ...(await withGone(body, asking)),
          reopenDays: (await ticketRulesNow(asking)).reopenDays,
        }),
      ),
    },
    'ticket.close': { summary: 'Close a resolved ticket' },
    'ticket.change-priority': {
      summary: 'Change the priority; time already spent counts against the new target',
      inverse: asBefore('ticket.change-priority'),
    },
    'ticket.escalate': {
      summary: 'Escalate a ticket to a team or person, or to whom its policy names',
      ...prepared(ticket.commands['ticket.escalate'].omit({ gone: true }), async (body, asking) => {
        if (body.to) await mustBePeople(body.to, asking)
        return withGone(body, asking)
      }),
    },
    'ticket.record-breach': { summary: 'Record that a service level was missed', internal: true },
    'ticket.plan-survey': {
      summary: 'Plan to ask what whoever asked thinks of a closed ticket',
      internal: true,
      ...prepared(planSurvey.body, planSurvey.prepare),
    },
    'ticket.request-survey': {
      summary: 'Ask what whoever asked thinks of a closed ticket, or say why not',
      internal: true,
      alone: oneSurveyAtATime,
      ...prepared(requestSurvey.body, requestSurvey.prepare),
    },
    'ticket.send-survey': { summary: 'Note that the question went out', internal: true },
    'ticket.rate': {
      summary: 'Take what whoever asked thinks of a closed ticket',
      internal: true,
      ...prepared(rate.body, rate.prepare),
    },
    ...subjectCommands('ticket'),
    ...taggingCommands('ticket'),
    ...mergingCommands('ticket'),
  }),
  { unique: ({ survey }) => (survey?.to === undefined ? [] : [surveyClaim(survey.to)]) },
)

async function mustBePublished(ids: readonly string[] = [], { load }: Pick<Asking, 'load'>): Promise<void> {
  const found = await Promise.all(ids.map((id) => load(article, id)))
  const at = found.findIndex((one) => !one?.published || one.archived)
  if (at >= 0)
    refuse('ticket.article-unpublished', 'There is no such article, or it is not published.', {
      field: `articleIds.${at}`,
    })
}

async function parentOf(id: string, { load }: Pick<Asking, 'load'>) {
  const found = await load(ticket, id)
  return found && { parentId: found.parentId ?? null }
}

/** Who of those a ticket is with, or would be escalated to, has been deactivated. */
async function withGone<B extends object>(
  body: B,
  { state, load }: Pick<Asking<TicketState>, 'state' | 'load'>,
) {
  const ids = [state.assigneeId, state.terms?.escalateTo?.userId].filter((id) => typeof id === 'string')
  const users = await Promise.all(ids.map((id) => load(user, id)))
  return { ...body, gone: ids.filter((_, n) => users[n]?.active !== true) }
}

/**
 * What is about an asset is about its product, and its account's where nobody says otherwise; whether it was under warranty
 * when it failed is decided by what it was sold with.
 */
async function withAsset<
  B extends {
    assetId?: string | null | undefined
    productId?: string | null | undefined
    accountId: string | null
  },
>(body: B, failedOn: string | undefined, asking: Asking): Promise<{ body: B; failure: Failure | undefined }> {
  await mustExist(asset, 'assetId', body.assetId, asking)
  const found = body.assetId ? await asking.load(asset, body.assetId) : undefined
  if (!found) {
    if (failedOn !== undefined)
      refuse('ticket.nothing-failed', 'Say which asset failed that day.', { field: 'assetId' })
    return { body, failure: undefined }
  }
  const { productId, accountId, warranty } = found
  return {
    body: { ...body, productId: body.productId ?? productId, accountId: body.accountId ?? accountId },
    failure: await failureOf({ name: 'ticket', warranty, failedOn }, asking),
  }
}

/** What a new ticket may be covered by. */
interface About {
  accountId: string | null
  productId?: string | null | undefined
  assetId?: string | null | undefined
}

/** The terms of a new ticket, by the policy that is named or that its contract gives, and the contract that covers it. */
async function promisedFor(about: About, asking: Asking, slaPolicyId?: string) {
  const covered = await coverOf(about, asking)
  const terms = await termsOf(slaPolicyId, { accountId: about.accountId, contract: covered?.state }, asking)
  return { terms, ...(covered && { entitlement: covered.entitlement }) }
}

/** The contract that covers it on that day: one that names the asset, else the product, else all that the account has. */
async function coverOf(
  { accountId, productId, assetId }: About,
  asking: Asking,
): Promise<{ state: ContractState; entitlement: Entitlement } | undefined> {
  if (!accountId) return undefined
  const today = dayOf(asking.at, await asking.zone())
  const named = { asset: assetId, product: productId, everything }
  for (const covers of ['asset', 'product', 'everything'] as const) {
    const what = named[covers]
    const contractId = what ? await asking.holder(coverClaim(accountId, what)) : undefined
    const state = contractId === undefined ? undefined : await asking.load(contract, contractId)
    if (!contractId || !state || !isInForce(state, today)) continue
    const { number, tier } = state
    return { state, entitlement: { contractId, number, tier, covers } }
  }
  return undefined
}

/**
 * The named policy, else that of the contract, else that of the account, else the default one, with its calendar, as they are
 * now; null when nothing is promised.
 */
async function termsOf(
  named: string | undefined,
  { accountId, contract: covering }: { accountId: string | null; contract: ContractState | undefined },
  asking: Asking,
): Promise<SlaTerms | null> {
  const agreed = await stillInUse(slaPolicy, covering?.slaPolicyId ?? null, asking)
  const { slaPolicyId = null } = (accountId && (await asking.load(account, accountId))) || {}
  const theirs = await stillInUse(slaPolicy, slaPolicyId, asking)
  const policyId = named ?? agreed ?? theirs ?? (await asking.holder(defaultPolicyClaim))
  if (policyId === undefined) return null
  const chosenBy = named ? 'request' : agreed ? 'contract' : theirs ? 'account' : 'default'
  const policy = await asking.load(slaPolicy, policyId)
  if (!policy || policy.archived) {
    if (named === undefined) return null
    return refuse('ticket.unknown-sla-policy', 'There is no such service level policy.', {
      field: 'slaPolicyId',
      details: { slaPolicyId: named },
    })
  }
  const hours = await asking.load(businessCalendar, policy.calendarId)
  if (!hours) throw new Error(`the policy ${policyId} names a calendar that does not exist`)
  const { archived: _, holidays, ...hoursNow } = hours
  const dayBefore = new Date(Date.parse(asking.at) - 86_400_000).toISOString().slice(0, 10)
  return {
    policy: { id: policyId, version: policy.version, name: policy.name },
    // Holidays gone by cannot matter to a clock that starts now.
    calendar: { ...hoursNow, id: policy.calendarId, holidays: holidays.filter((date) => date >= dayBefore) },
    targets: policy.targets,
    escalateTo: policy.escalateTo,
    chosenBy,
  }
}

async function mustBePeople(
  { assigneeId, teamId }: { assigneeId?: string | null | undefined; teamId?: string | null | undefined },
  asking: Pick<Asking, 'load'>,
): Promise<void> {
  await mustExist(user, 'assigneeId', assigneeId, asking)
  await mustExist(team, 'teamId', teamId, asking)
}

async function mustExist(
  of: AnyDecider,
  field: string,
  id: string | null | undefined,
  { load }: Pick<Asking, 'load'>,
): Promise<void> {
  if (!id) return
  const found = (await load(of, id)) as
    | { archived?: boolean; active?: boolean; absorbedById?: string | null }
    | undefined
  if (!found || found.archived === true || found.active === false || found.absorbedById)
    refuse(`ticket.unknown-${of.name}`, `There is no such ${of.name}.`, { field, details: { [field]: id } })
}
