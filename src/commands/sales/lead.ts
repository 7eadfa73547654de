import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import { user } from '../../domain/identity/user.ts'
import { type LeadState, lead } from '../../domain/sales/lead.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { pipeline } from '../../domain/sales/pipeline.ts'
import { product } from '../../domain/sales/product.ts'
import { day } from '../../domain/values/day.ts'
import { money } from '../../domain/values/money.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type Asking, commandsOf, type Holding } from '../command.ts'
import { accountNameClaim } from '../customers/account.ts'
import { contactEmailClaim } from '../customers/contact.ts'
import { Contention } from '../errors.ts'
import { keptInSight, mustBeKnown, mustExist, stillInUse } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { defaultPipelineClaim } from './pipeline.ts'

/** What to link; left out, account and contact are recognised by name and e-mail, or made. */
const convertBody = z.object({
  accountId: uuid.nullable().default(null),
  contactId: uuid.nullable().default(null),
  ownerId: uuid.nullable().default(null),
  pipelineId: uuid.nullable().default(null),
  productId: uuid.nullable().default(null),
  /** The deal's name; left out, the company's. */
  name: line(120).optional(),
  amount: money.nullable().default(null),
  closeDate: day.nullable().default(null),
})

export const leadCommands = commandsOf(lead, (prepared) => ({
  'lead.capture': {
    summary: 'Capture a lead',
    ...prepared(lead.commands['lead.capture'].schema, async (body, asking) => {
      await mustExist('lead', body, { ownerId: user }, asking)
      return keptInSight('lead', body, asking)
    }),
  },
  'lead.change': { summary: 'Change what is known of a lead' },
  'lead.score': { summary: 'Score a lead anew by the present rules' },
  'lead.assign': {
    summary: 'Give a lead to a user',
    ...prepared(lead.commands['lead.assign'], async (body, asking) => {
      await mustExist('lead', body, { ownerId: user }, asking)
      return body
    }),
  },
  'lead.qualify': { summary: 'Qualify a lead by budget, authority, need and timeline' },
  'lead.disqualify': { summary: 'Disqualify a lead, saying why' },
  'lead.convert': {
    summary: 'Turn a qualified lead into account, contact and opportunity',
    ...prepared(convertBody, async ({ name, pipelineId, productId, amount, closeDate, ...body }, asking) => {
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
      const found = state.converted ? nobody : await recognised(asking)
      const remains = state.converted ? nobody : await standing(state.remains, asking)
      return {
        ...body,
        accountId: body.accountId ?? idIn(found.account) ?? remains.accountId,
        contactId: body.contactId ?? idIn(found.contact) ?? remains.contactId,
        accountName: state.company,
        opportunity: {
          name: name ?? state.company ?? state.productInterest ?? 'New deal',
          pipelineId: pipelineId ?? (await asking.holder(defaultPipelineClaim)) ?? null,
          amount,
          closeDate,
          productId,
        },
      }
    }),
  },
  'lead.retry-conversion': {
    summary: 'Take up a conversion again that met a name or address just taken',
    internal: true,
    ...prepared(lead.commands['lead.retry-conversion'].pick({ failure: true }), async (body, asking) => {
      const made = await standing(body.failure, asking)
      const found = await recognised(asking)
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
}))

const free = { is: 'free' } as const
const nobody = { account: free, contact: free, accountId: null, contactId: null }

/** The account of the lead's company and the contact of its e-mail, as far as there are any. */
async function recognised({ state: { company, email }, holding }: Asking<LeadState>) {
  const [accountHeld, contactHeld] = await Promise.all([
    company ? holding(accountNameClaim(company)) : free,
    email ? holding(contactEmailClaim(email)) : free,
  ])
  return { account: accountHeld, contact: contactHeld }
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
