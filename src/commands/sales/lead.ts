import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import { user } from '../../domain/identity/user.ts'
import { type LeadState, lead } from '../../domain/sales/lead.ts'
import { pipeline } from '../../domain/sales/pipeline.ts'
import { product } from '../../domain/sales/product.ts'
import { day } from '../../domain/values/day.ts'
import { money } from '../../domain/values/money.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { type Asking, commandsOf } from '../command.ts'
import { accountNameClaim } from '../customers/account.ts'
import { contactEmailClaim } from '../customers/contact.ts'
import { mustExist } from '../references.ts'
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
      return body
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
      return {
        ...body,
        accountId: body.accountId ?? found.accountId ?? null,
        contactId: body.contactId ?? found.contactId ?? null,
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
      const { accountId, contactId } = await recognised(asking)
      return { ...body, accountId: accountId ?? null, contactId: contactId ?? null }
    }),
  },
  'lead.fail-conversion': { summary: 'Give up a conversion, saying why', internal: true },
  'lead.complete-conversion': { summary: 'Complete a conversion', internal: true },
  ...subjectCommands('lead'),
}))

const nobody = { accountId: undefined, contactId: undefined }

/** The account of the lead's company and the contact of its e-mail, where there are any. */
async function recognised(asking: Asking<LeadState>) {
  const { company, email } = asking.state
  const [accountId, contactId] = await Promise.all([
    company ? asking.holder(accountNameClaim(company)) : undefined,
    email ? asking.holder(contactEmailClaim(email)) : undefined,
  ])
  return { accountId, contactId }
}
