import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import { user } from '../../domain/identity/user.ts'
import { lead } from '../../domain/sales/lead.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { pipeline } from '../../domain/sales/pipeline.ts'
import { product } from '../../domain/sales/product.ts'
import type { PipelineFacts } from '../../domain/sales/stage.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore } from '../inverse.ts'
import { mustExist } from '../references.ts'
import { taggingCommands } from '../tagging.ts'
import { defaultPipelineClaim } from './pipeline.ts'
import { acceptedOf, dealAnswer } from './quote.ts'

const { commands } = opportunity
const references = {
  accountId: account,
  contactId: contact,
  productId: product,
  ownerId: user,
  leadId: lead,
}
const open = commands['opportunity.open'].schema

/** All a caller may leave out is null. */
const openBody = open.omit({ pipeline: true }).extend({
  accountId: open.shape.accountId.default(null),
  contactId: open.shape.contactId.default(null),
  productId: open.shape.productId.default(null),
  ownerId: open.shape.ownerId.default(null),
  pipelineId: open.shape.pipelineId.default(null),
  stageId: open.shape.stageId.default(null),
  probability: open.shape.probability.default(null),
  amount: open.shape.amount.default(null),
  closeDate: open.shape.closeDate.default(null),
  leadId: open.shape.leadId.default(null),
})

export const opportunityCommands = commandsOf(opportunity, (prepared) => ({
  'opportunity.open': {
    summary: 'Open an opportunity',
    ...prepared(openBody, async (body, asking) => {
      await mustExist('opportunity', body, references, asking)
      const pipelineId = body.pipelineId ?? (await asking.holder(defaultPipelineClaim)) ?? null
      return { ...body, pipelineId, pipeline: pipelineId ? await factsOf(pipelineId, asking) : null }
    }),
  },
  'opportunity.change': {
    summary: 'Change name, account, contact or product of an opportunity',
    inverse: asBefore('opportunity.change'),
    ...prepared(commands['opportunity.change'], async (body, asking) => {
      await mustExist('opportunity', body, references, asking)
      return body
    }),
  },
  'opportunity.advance-stage': {
    summary: 'Move an opportunity to another stage',
    ...prepared(commands['opportunity.advance-stage'].omit({ pipeline: true }), withPipeline),
  },
  'opportunity.set-probability': {
    summary: 'Override the probability of an opportunity, or go back to the stage’s',
  },
  'opportunity.change-amount': {
    summary: 'Change the expected amount of an opportunity',
    inverse: asBefore('opportunity.change-amount'),
  },
  'opportunity.change-close-date': {
    summary: 'Change the expected close date of an opportunity',
    inverse: asBefore('opportunity.change-close-date'),
  },
  'opportunity.assign': {
    summary: 'Give an opportunity to another user',
    inverse: asBefore('opportunity.assign'),
    ...prepared(commands['opportunity.assign'], async (body, asking) => {
      await mustExist('opportunity', body, references, asking)
      return body
    }),
  },
  'opportunity.win': {
    summary: 'Close an opportunity as won',
    ...prepared(commands['opportunity.win'].omit({ pipeline: true, timeZone: true }), asClosed),
  },
  'opportunity.lose': {
    summary: 'Close an opportunity as lost, saying why',
    alone: (_, { id }) => dealAnswer(id),
    ...prepared(
      commands['opportunity.lose'].omit({ pipeline: true, timeZone: true, accepted: true }),
      async (body, asking) => ({
        ...(await asClosed(await chosen('opportunity', body, { reason: 'deal-loss' }, asking), asking)),
        accepted: await acceptedOf(asking.id, asking),
      }),
    ),
  },
  'opportunity.reopen': {
    summary: 'Reopen a closed opportunity',
    ...prepared(commands['opportunity.reopen'].omit({ pipeline: true }), withPipeline),
  },
  ...taggingCommands('opportunity'),
}))

async function withPipeline<Body>(body: Body, asking: Asking<{ pipelineId: string }>) {
  return { ...body, pipeline: await factsOf(asking.state.pipelineId, asking) }
}

async function asClosed<Body>(body: Body, asking: Asking<{ pipelineId: string }>) {
  return { ...(await withPipeline(body, asking)), timeZone: await asking.zone() }
}

async function factsOf(id: string, { load }: Pick<Asking, 'load'>): Promise<PipelineFacts | null> {
  const found = await load(pipeline, id)
  return found ? { archived: found.archived, stages: [...found.stages] } : null
}
