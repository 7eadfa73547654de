import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { user } from '../../domain/identity/user.ts'
import { type LeadState, lead } from '../../domain/sales/lead.ts'
import type { ScoringVersion } from '../../domain/sales/lead-score.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { pipeline } from '../../domain/sales/pipeline.ts'
import { product } from '../../domain/sales/product.ts'
import { type RuleVersion, ruleSet, versionAt } from '../../domain/settings/rule-set.ts'
import { day } from '../../domain/values/day.ts'
import { money } from '../../domain/values/money.ts'
import { fullName, type PersonName } from '../../domain/values/person-name.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf, type Holding } from '../command.ts'
import { accountNameClaim } from '../customers/account.ts'
import { contactEmailClaim } from '../customers/contact.ts'
import { Contention } from '../errors.ts'
import { asBefore } from '../inverse.ts'
import { keptInSight, mustBeKnown, mustExist, stillInUse } from '../references.ts'
import { ruleSetId } from '../settings/rule-set.ts'
import { subjectCommands } from '../subject.ts'
import { taggingCommands } from '../tagging.ts'
import { defaultPipelineClaim } from './pipeline.ts'

/**
 * What to link; left out, account and contact are recognised by name and e-mail, or made. Where the one that is recognised
 * is archived, the asker says which way: restored before, another one, or a new account by another name.
 */
const convertBody = z.object({
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

const listed = { source: 'lead-source' } as const
const nothing = z.object({})

/** The rules of scoring at an instant; undefined: nobody has made any, and the first hold. */
async function scoringAt({ load, at }: Pick<Asking, 'load' | 'at'>): Promise<ScoringVersion | undefined> {
  const set = await load(ruleSet, ruleSetId('lead-score'))
  const found = set && versionAt(set.versions, at)
  if (!found) return undefined
  const known = scorings.get(found) ?? { ...found.content, version: found.version }
  scorings.set(found, known)
  return known
}

/** One for each version, so that it is looked at once whether it is one. */
const scorings = new WeakMap<RuleVersion, ScoringVersion>()

export const leadCommands = commandsOf(lead, (prepared) => ({
  'lead.capture': {
    summary: 'Capture a lead',
    ...prepared(lead.commands['lead.capture'].schema.omit({ scoring: true }), async (body, asking) => {
      await mustExist('lead', body, { ownerId: user }, asking)
      const told = keptInSight('lead', await chosen('lead', body, listed, asking), asking)
      return { ...told, scoring: await scoringAt(asking) }
    }),
  },
  'lead.change': {
    summary: 'Change what is known of a lead',
    inverse: asBefore('lead.change'),
    ...prepared(lead.commands['lead.change'].omit({ scoring: true }), async (body, asking) => ({
      ...(await chosen('lead', body, listed, asking)),
      scoring: await scoringAt(asking),
    })),
  },
  'lead.score': {
    summary: 'Score a lead anew by the present rules',
    // What rules say of it now they will say again.
    inverse: () => undefined,
    ...prepared(nothing, async (_, asking) => ({ scoring: await scoringAt(asking) })),
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
    ...prepared(lead.commands['lead.qualify'].omit({ scoring: true }), async (body, asking) => ({
      ...body,
      scoring: await scoringAt(asking),
    })),
  },
  'lead.disqualify': {
    summary: 'Disqualify a lead, saying why',
    ...prepared(lead.commands['lead.disqualify'], (body, asking) =>
      chosen('lead', body, { reason: 'lead-disqualification' }, asking),
    ),
  },
  'lead.reopen': { summary: 'Take up a disqualified lead again' },
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
  ...subjectCommands('lead'),
  ...taggingCommands('lead'),
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
