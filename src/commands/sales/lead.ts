import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { user } from '../../domain/identity/user.ts'
import { campaign } from '../../domain/marketing/campaign.ts'
import type { AssigningVersion } from '../../domain/rules/assignment.ts'
import type { LookedUp } from '../../domain/sales/genuineness.ts'
import { type LeadState, lead } from '../../domain/sales/lead.ts'
import { leadForm } from '../../domain/sales/lead-form.ts'
import type { QualifyingVersion } from '../../domain/sales/lead-qualifying.ts'
import type { ScoringVersion } from '../../domain/sales/lead-score.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { pipeline } from '../../domain/sales/pipeline.ts'
import { product } from '../../domain/sales/product.ts'
import { day, startOfDay } from '../../domain/values/day.ts'
import { money } from '../../domain/values/money.ts'
import { fullName, type PersonName } from '../../domain/values/person-name.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { mustMakeOf } from '../activities/conversation.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf, type Holding } from '../command.ts'
import { accountNameClaim } from '../customers/account.ts'
import { reachingCommands } from '../customers/channels.ts'
import { contactEmailClaim } from '../customers/contact.ts'
import { Contention } from '../errors.ts'
import { asBefore, by } from '../inverse.ts'
import { keptInSight, mustBeKnown, mustExist, stillInUse } from '../references.ts'
import { rulesOf } from '../settings/rule-set.ts'
import { subjectCommands } from '../subject.ts'
import { taggingCommands } from '../tagging.ts'
import { withdrawingCommands } from '../withdrawing.ts'
import { defaultPipelineClaim } from './pipeline.ts'

/**
 * What to link; left out, account and contact are recognised by name and e-mail, or made. Where the one that is recognised
 * is archived, the asker says which way: restored before, another one, or a new account by another name.
 */
export const convertBody = z.object({
  accountId: uuid.nullable().default(null),
  /** What the account is called; left out, as the lead's company is. */
  accountName: line(120).nullable().default(null),
  contactId: uuid.nullable().default(null),
  ownerId: uuid.nullable().default(null),
  pipelineId: uuid.nullable().default(null),
  productId: uuid.nullable().default(null),
  /** The deal's name; left out, the company's. */
  name: line(120).optional(),
  amount: money.nullable().default(null),
  closeDate: day.nullable().default(null),
})

const listed = { source: 'lead-source', campaign: 'campaign' } as const
const nothing = z.object({})

/** The rules of scoring and of qualification at an instant; undefined: nobody has made any, and the first hold. */
async function rulesAt(asking: Pick<Asking, 'load' | 'at'>) {
  return {
    scoring: await rulesOf<ScoringVersion>('lead-score', asking),
    qualifying: await rulesOf<QualifyingVersion>('lead-qualification', asking),
  }
}

/** Whether rules say who gets a lead that nobody has. What was brought along from elsewhere was shared out there. */
async function isRouted({
  principal,
  load,
  at,
}: Pick<Asking, 'principal' | 'load' | 'at'>): Promise<boolean> {
  if (principal.via.kind === 'import') return false
  const rules = await rulesOf<AssigningVersion>('lead-assignment', { load, at })
  return rules !== undefined && rules.rules.length > 0
}

type Reached = Pick<LeadState, 'email' | 'phone'>

/** Who else has the same address or number. What was brought along from elsewhere was looked at there. */
async function twinsOf(
  { email, phone }: Reached,
  { id, alike }: Pick<Asking, 'id' | 'alike'>,
): Promise<LookedUp> {
  const of = { id, name: [], emails: email ? [email] : [], phones: phone ? [phone] : [], domains: [] }
  const found = await alike(['lead', 'contact'], of)
  return {
    twins:
      found?.map(({ model, id: other, reasons, archived }) => ({
        model: model as 'lead' | 'contact',
        id: other,
        reasons: [...reasons],
        open: !archived,
      })) ?? null,
  }
}

/** With what it is decided by when it is captured. */
async function captured<
  B extends Reached & { ownerId?: string | null | undefined; conversationId?: string | undefined },
>(body: B, asking: Asking) {
  await mustExist('lead', body, { ownerId: user, referrerId: contact, campaignId: campaign }, asking)
  await mustMakeOf('lead', body, asking)
  return {
    ...keptInSight('lead', await chosen('lead', body, listed, asking), asking),
    ...(await rulesAt(asking)),
    routed: await isRouted(asking),
    ...(!brought(asking) && { lookedUp: await twinsOf(body, asking) }),
  }
}

const brought = ({ principal }: Pick<Asking, 'principal'>) => principal.via.kind === 'import'

/** What says whether a lead is genuine. */
const looksAt = ['email', 'phone', 'country'] as const
const decidedOn = { scoring: true, qualifying: true, lookedUp: true } as const

export const leadCommands = commandsOf(lead, (prepared) => ({
  'lead.capture': {
    summary: 'Capture a lead',
    ...prepared(lead.commands['lead.capture'].schema.omit({ ...decidedOn, routed: true }), captured),
  },
  'lead.capture-from-form': {
    summary: 'Capture a lead from what somebody has sent by a form',
    internal: true,
    permission: 'lead.capture',
    ...prepared(
      lead.commands['lead.capture-from-form'].schema.omit({ ...decidedOn, routed: true }),
      async (body, asking) => {
        await mustExist('lead', body.submission, { formId: leadForm }, asking)
        return captured(body, asking)
      },
    ),
  },
  'lead.ask-confirmation': {
    summary: 'Ask by e-mail whether it was them who sent the form',
    internal: true,
    permission: 'lead.capture',
  },
  'lead.confirm': {
    summary: 'Note that whoever has the mailbox has sent the form',
    internal: true,
    permission: 'lead.capture',
  },
  'lead.change': {
    summary: 'Change what is known of a lead',
    inverse: asBefore('lead.change'),
    ...prepared(lead.commands['lead.change'].omit(decidedOn), async (body, asking) => {
      await mustExist('lead', body, { referrerId: contact, campaignId: campaign }, asking)
      const told = { ...(await chosen('lead', body, listed, asking)), ...(await rulesAt(asking)) }
      if (brought(asking) || looksAt.every((field) => body[field] === undefined)) return told
      const { email = asking.state.email, phone = asking.state.phone } = body
      return { ...told, lookedUp: await twinsOf({ email, phone }, asking) }
    }),
  },
  'lead.check': {
    summary: 'Check anew whether a lead is genuine, and whether it is known already',
    // What is found now will be found again.
    inverse: () => undefined,
    ...prepared(nothing, async (_, asking) => ({ lookedUp: await twinsOf(asking.state, asking) })),
  },
  'lead.review': {
    summary: 'Say that a lead is genuine, or is not; null takes back what was said',
    inverse: ({ genuine }) => ({ command: 'lead.review', body: { genuine } }),
    ...prepared(lead.commands['lead.review'].pick({ genuine: true }), async (body, asking) => ({
      ...body,
      ...(await rulesAt(asking)),
      routed: await isRouted(asking),
    })),
  },
  'lead.score': {
    summary: 'Score a lead anew by the present rules',
    // What rules say of it now they will say again.
    inverse: () => undefined,
    ...prepared(nothing, (_, asking) => rulesAt(asking)),
  },
  'lead.judge': {
    summary: 'Have the rules of qualification say whether a lead is qualified or disqualified',
    permission: 'lead.qualify',
    inverse: () => undefined,
    ...prepared(nothing, (_, asking) => rulesAt(asking)),
  },
  'lead.assign': {
    summary: 'Give a lead to a user',
    inverse: (before, { alone }) => ({
      command: 'lead.take-back',
      body: { ownerId: before.ownerId, untouched: alone && before.status === 'new' },
    }),
    ...prepared(lead.commands['lead.assign'], async (body, asking) => {
      await mustExist('lead', body, { ownerId: user }, asking)
      return body
    }),
  },
  'lead.route': {
    summary: 'Have the rules of assignment say who gets a lead',
    permission: 'lead.assign',
    // Whom it went to is taken back by hand.
    inverse: () => undefined,
  },
  'lead.reroute': {
    summary: 'Have the rules say who else gets a lead that was not taken up',
    internal: true,
    permission: 'lead.assign',
  },
  'lead.assign-by-rules': {
    summary: 'Give a lead to whom the rules of assignment have chosen',
    internal: true,
    permission: 'lead.assign',
  },
  'lead.claim': {
    summary: 'Take a lead up; one that nobody owns becomes the asker’s',
    permission: 'lead.change',
  },
  'lead.take-back': {
    summary: 'Take an assignment of a lead back',
    internal: true,
    permission: 'lead.assign',
    ...prepared(lead.commands['lead.take-back'], async (body, asking) => {
      await mustExist('lead', body, { ownerId: user }, asking)
      return body
    }),
  },
  'lead.qualify': {
    summary: 'Qualify a lead by budget, authority, need and timeline',
    ...prepared(
      lead.commands['lead.qualify'].omit({ scoring: true, qualifying: true }),
      async (body, asking) => ({
        ...body,
        ...(await rulesAt(asking)),
      }),
    ),
  },
  'lead.disqualify': {
    summary: 'Disqualify a lead, saying why',
    inverse: by('lead.put-back'),
    ...prepared(lead.commands['lead.disqualify'], (body, asking) =>
      chosen('lead', body, { reason: 'lead-disqualification' }, asking),
    ),
  },
  'lead.reopen': { summary: 'Take up a disqualified lead again' },
  'lead.recycle': {
    summary: 'Put a lead off, saying why, until a day on which it is taken up again',
    inverse: ({ waiting }) =>
      waiting
        ? { command: 'lead.recycle', body: { reason: waiting.reason, wakeOn: waiting.wakeOn } }
        : { command: 'lead.put-back', body: {} },
    ...prepared(lead.commands['lead.recycle'].pick({ reason: true, wakeOn: true }), async (body, asking) => {
      const { reason, wakeOn } = await chosen('lead', body, { reason: 'lead-recycling' }, asking)
      const { ownerId } = asking.state
      const owner = ownerId === null ? undefined : await asking.load(user, ownerId)
      return { reason, wakeOn, wakeAt: startOfDay(wakeOn, owner?.timeZone ?? (await asking.zone())) }
    }),
  },
  'lead.wake': { summary: 'Take a recycled lead up again, without waiting for its day' },
  'lead.put-back': {
    summary: 'Undo that a lead was disqualified or recycled: it stands as it did before',
    permission: 'lead.reopen',
  },
  'lead.convert': {
    summary: 'Turn a qualified lead into account, contact and opportunity',
    ...prepared(
      convertBody,
      async ({ name, accountName, pipelineId, productId, amount, closeDate, ...body }, asking) => {
        const { state } = asking
        await mustExist(
          'lead',
          { ...body, pipelineId, productId },
          {
            accountId: account,
            contactId: contact,
            ownerId: user,
            pipelineId: pipeline,
            productId: product,
          },
          asking,
        )
        const company = accountName ?? state.company
        const found = state.converted ? nobody : await recognised({ ...asking.state, company }, asking)
        const remains = state.converted ? nobody : await standing(state.remains, asking)
        const linked = {
          accountId:
            body.accountId ?? (await stillInUse(account, idIn(found.account), asking)) ?? remains.accountId,
          contactId:
            body.contactId ?? (await stillInUse(contact, idIn(found.contact), asking)) ?? remains.contactId,
        }
        return {
          ...body,
          ...linked,
          accountName: company,
          archivedAccount: await archivedOf(account, linked.accountId ? null : idIn(found.account), asking),
          archivedContact: await archivedOf(contact, linked.contactId ? null : idIn(found.contact), asking),
          opportunity: {
            name: name ?? company ?? state.productInterest ?? 'New deal',
            pipelineId: pipelineId ?? (await asking.holder(defaultPipelineClaim)) ?? null,
            amount,
            closeDate,
            productId,
          },
        }
      },
    ),
  },
  'lead.retry-conversion': {
    summary: 'Take up a conversion again that met a name or address just taken',
    internal: true,
    ...prepared(lead.commands['lead.retry-conversion'].pick({ failure: true }), async (body, asking) => {
      const made = await standing(body.failure, asking)
      const found = await recognised(asking.state, asking)
      // Made a second time, it would be a second one: whether there is one is known in a moment.
      if (!made.accountId && found.account.is === 'being-made') throw new Contention()
      if (!made.contactId && found.contact.is === 'being-made') throw new Contention()
      return {
        failure: { ...body.failure, ...made },
        accountId: made.accountId ?? idIn(found.account),
        contactId: made.contactId ?? idIn(found.contact),
      }
    }),
  },
  'lead.fail-conversion': {
    summary: 'Give up a conversion, saying why',
    internal: true,
    ...prepared(lead.commands['lead.fail-conversion'], async (body, asking) => ({
      ...body,
      ...(await standing(body, asking)),
    })),
  },
  'lead.complete-conversion': {
    summary: 'Complete a conversion',
    internal: true,
    ...prepared(lead.commands['lead.complete-conversion'], async (body, asking) => {
      const made = { accountId: account, contactId: contact, opportunityId: opportunity }
      await mustBeKnown('lead', body, made, asking)
      return body
    }),
  },
  'lead.revert-conversion': {
    summary: 'Undo that a lead was converted',
    internal: true,
    permission: 'lead.convert',
  },
  'lead.fail-reversion': {
    summary: 'Give up undoing a conversion, saying why',
    internal: true,
    permission: 'lead.convert',
  },
  'lead.complete-reversion': {
    summary: 'Open a lead again that was converted',
    internal: true,
    permission: 'lead.convert',
  },
  ...subjectCommands('lead'),
  ...taggingCommands('lead'),
  ...withdrawingCommands('lead'),
  ...reachingCommands('lead'),
}))

const free = { is: 'free' } as const
const nobody = { account: free, contact: free, accountId: null, contactId: null }

/** The account of the lead's company and the contact of its e-mail, as far as there are any. */
async function recognised(
  { company, email }: Pick<LeadState, 'company' | 'email'>,
  { holding }: Pick<Asking, 'holding'>,
) {
  const [accountHeld, contactHeld] = await Promise.all([
    company ? holding(accountNameClaim(company)) : free,
    email ? holding(contactEmailClaim(email)) : free,
  ])
  return { account: accountHeld, contact: contactHeld }
}

/** What a record that is archived is called; null where there is none. */
async function archivedOf(
  of: typeof account | typeof contact,
  id: string | null,
  { load }: Pick<Asking, 'load'>,
) {
  const found = id === null ? undefined : await load<AnyDecider>(of as never, id)
  const { name } = (found ?? {}) as { name?: string | PersonName }
  if (id === null || name === undefined) return null
  return { id, name: typeof name === 'string' ? name : fullName(name) }
}

/** Of what a conversion has found or made, what there is. */
async function standing(of: LeadState['remains'], asking: Pick<Asking, 'load'>) {
  const [accountId, contactId] = await Promise.all([
    stillInUse(account, of.accountId, asking),
    stillInUse(contact, of.contactId, asking),
  ])
  return { accountId, contactId }
}

const idIn = (held: Holding) => (held.is === 'held' ? held.id : null)
