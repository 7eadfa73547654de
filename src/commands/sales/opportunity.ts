import { z } from 'zod'
import { CriterionRefused } from '../../domain/criteria/resolve.ts'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import { refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { competitor } from '../../domain/sales/competitor.ts'
import type { idleRulesVersion } from '../../domain/sales/deal-idle.ts'
import { lead } from '../../domain/sales/lead.ts'
import { lineRequest } from '../../domain/sales/line.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { type PipelineState, pipeline } from '../../domain/sales/pipeline.ts'
import { product } from '../../domain/sales/product.ts'
import type { PipelineFacts, Stage, UnmetCriterion } from '../../domain/sales/stage.ts'
import { currency } from '../../domain/values/money.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore } from '../inverse.ts'
import { mustExist } from '../references.ts'
import { rulesOf } from '../settings/rule-set.ts'
import { taggingCommands } from '../tagging.ts'
import { withdrawingCommands } from '../withdrawing.ts'
import { defaultPipelineClaim } from './pipeline.ts'
import { withProducts } from './prices.ts'
import { acceptedOf, customerOf, dealAnswer } from './quote.ts'
import { rateOfTheDay } from './rate-sheet.ts'

const { commands } = opportunity
const references = {
  accountId: account,
  contactId: contact,
  productId: product,
  ownerId: user,
  leadId: lead,
  partnerId: account,
}
const listed = { channel: 'sales-channel' } as const
const open = commands['opportunity.open'].schema
const onward = { pipeline: true, unmet: true } as const

const player = commands['opportunity.set-player']
const playerBody = player.extend({
  role: player.shape.role.default(null),
  stance: player.shape.stance.default(null),
})
const linesBody = z.object({
  lines: z.array(lineRequest).max(200),
  /** Left out, that of the amount, or else of the pipeline. */
  currency: currency.optional(),
})

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
      await mustBePartner(body, asking)
      if (body.proposal)
        await mustExist('opportunity', body.proposal, { productId: product, withProductId: product }, asking)
      const pipelineId = body.pipelineId ?? (await asking.holder(defaultPipelineClaim)) ?? null
      const told = await chosen('opportunity', body, listed, asking)
      return { ...told, pipelineId, pipeline: pipelineId ? await factsOf(pipelineId, asking) : null }
    }),
  },
  'opportunity.change': {
    summary:
      'Change what an opportunity is and what is known of it: name, account, budget, partner, next step, dates',
    inverse: asBefore('opportunity.change'),
    ...prepared(commands['opportunity.change'], async (body, asking) => {
      await mustExist('opportunity', body, references, asking)
      await mustBePartner(body, asking)
      return chosen('opportunity', body, listed, asking)
    }),
  },
  'opportunity.advance-stage': {
    summary: 'Move an opportunity to another stage; onwards, what the stages it leaves ask must be met',
    ...prepared(commands['opportunity.advance-stage'].omit(onward), goingOn),
  },
  'opportunity.override-stage': {
    summary: 'Move an opportunity to another stage although what is asked before is not met, saying why',
    permission: 'pipeline.override-exit',
    ...prepared(commands['opportunity.override-stage'].omit(onward), goingOn),
  },
  'opportunity.set-probability': {
    summary: 'Override the probability of an opportunity, or go back to the stage’s',
  },
  'opportunity.change-amount': {
    summary: 'Change the expected amount of an opportunity',
    inverse: asBefore('opportunity.change-amount'),
  },
  'opportunity.change-lines': {
    summary: 'Replace the lines of an opportunity; what they come to before tax is then its amount',
    ...prepared(linesBody, async (body, asking) => {
      const { amount, pipelineId } = asking.state
      const usual = amount?.currency ?? (await asking.load(pipeline, pipelineId))?.currency ?? 'USD'
      const code = body.currency ?? usual
      return {
        currency: code,
        lines: await withProducts(body.lines, customerOf(asking.state, code), asking),
      }
    }),
  },
  'opportunity.change-close-date': {
    summary: 'Change the expected close date of an opportunity',
    inverse: asBefore('opportunity.change-close-date'),
  },
  'opportunity.set-player': {
    summary: 'Say who has a say in an opportunity, what part they play and where they stand',
    ...prepared(playerBody, async (body, asking) => {
      await mustExist('opportunity', body, references, asking)
      return chosen('opportunity', body, { role: 'contact-role' }, asking)
    }),
  },
  'opportunity.remove-player': { summary: 'Take a key player off an opportunity' },
  'opportunity.set-competitors': {
    summary: 'Say which competitors are in an opportunity, too',
    inverse: asBefore('opportunity.set-competitors'),
    ...prepared(commands['opportunity.set-competitors'], async (body, asking) => {
      const known = new Set(asking.state.competitorIds)
      for (const [place, id] of body.competitorIds.entries()) {
        if (known.has(id)) continue
        const found = await asking.load(competitor, id)
        const about = { field: `competitorIds.${place}` }
        if (!found) refuse('opportunity.competitor-unknown', 'There is no competitor with this id.', about)
        if (found.archived)
          refuse('opportunity.competitor-archived', 'This competitor is archived; restore it first.', about)
      }
      return body
    }),
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
    ...prepared(
      commands['opportunity.win'].omit({ pipeline: true, timeZone: true, exchangeRate: true }),
      async (body, asking) => {
        const { currency } = body.amount ?? asking.state.amount ?? {}
        return {
          ...(await asClosed(await chosen('opportunity', body, { reason: 'deal-win' }, asking), asking)),
          exchangeRate: currency === undefined ? undefined : await rateOfTheDay(currency, asking),
        }
      },
    ),
  },
  'opportunity.lose': {
    summary: 'Close an opportunity as lost, saying why',
    alone: (_, { id }) => dealAnswer(id),
    ...prepared(
      commands['opportunity.lose'].omit({ pipeline: true, timeZone: true, accepted: true }),
      async (body, asking) => {
        await mustExist('opportunity', body, { competitorId: competitor }, asking)
        return {
          ...(await asClosed(await chosen('opportunity', body, { reason: 'deal-loss' }, asking), asking)),
          accepted: await acceptedOf(asking.id, asking),
        }
      },
    ),
  },
  'opportunity.reopen': {
    summary: 'Reopen a closed opportunity',
    ...prepared(commands['opportunity.reopen'].omit(onward), goingOn),
  },
  'opportunity.judge-idle': {
    summary: 'Hold a deal against the rules of those that stand still',
    internal: true,
    ...prepared(commands['opportunity.judge-idle'].pick({ touchedAt: true }), async (body, asking) => ({
      ...body,
      rules: (await rulesOf<z.output<typeof idleRulesVersion>>('deal-idle', asking)) ?? null,
      timeZone: await asking.zone(),
    })),
  },
  ...taggingCommands('opportunity'),
  ...withdrawingCommands('opportunity'),
}))

/** Who sells with us is known as a partner; what is taken over from elsewhere says so by itself. */
async function mustBePartner(
  { partnerId }: { partnerId?: string | null | undefined },
  { load, state, principal }: Pick<Asking, 'load' | 'state' | 'principal'>,
): Promise<void> {
  if (!partnerId || partnerId === (state as { partnerId?: string | null } | undefined)?.partnerId) return
  if (principal.via.kind === 'import') return
  const found = await load(account, partnerId)
  if (found?.relation !== 'partner')
    refuse(
      'opportunity.partner-unfit',
      'This account is no partner: say so on its page, or choose another.',
      {
        field: 'partnerId',
      },
    )
}

async function withPipeline<Body>(body: Body, asking: Asking<{ pipelineId: string }>) {
  return { ...body, pipeline: await factsOf(asking.state.pipelineId, asking) }
}

async function asClosed<Body>(body: Body, asking: Asking<{ pipelineId: string }>) {
  return { ...(await withPipeline(body, asking)), timeZone: await asking.zone() }
}

interface OnItsWay {
  pipelineId: string
  /** The stage it is in, or was in before it was closed. */
  openStage: Stage
}

/** With what is asked of a deal that goes on, and is not met. */
async function goingOn<Body extends { stageId?: string | undefined }>(body: Body, asking: Asking<OnItsWay>) {
  const found = await asking.load(pipeline, asking.state.pipelineId)
  return { ...body, pipeline: found ? known(found) : null, unmet: await unmetOf(body.stageId, found, asking) }
}

/**
 * What the stages ask that a deal leaves for a later one, and is not met, in their order. Whoever goes back is asked nothing,
 * nor is what other systems decided.
 */
async function unmetOf(
  stageId: string | undefined,
  found: PipelineState | undefined,
  { id, state, hold, principal }: Asking<OnItsWay>,
): Promise<UnmetCriterion[]> {
  const placeOf = (stage: string | undefined) => found?.stages.findIndex((one) => one.id === stage) ?? -1
  const from = placeOf(state.openStage.id)
  if (from < 0 || principal.via.kind === 'import') return []
  const left = found?.stages.slice(from, Math.max(from, placeOf(stageId))) ?? []
  const asked = left.flatMap((stage) => stage.exit.map((one) => ({ ...one, stage: stage.name })))
  if (asked.length === 0) return []
  const held = await hold(
    asked.map(({ when }) => when),
    'opportunity',
    id,
  ).catch((error: unknown) => {
    if (!(error instanceof CriterionRefused)) throw error
    // Nobody decides by the others alone: what is asked has to be put right first.
    return refuse(
      'pipeline.criterion-refused',
      `Something is asked that nobody can answer: ${error.message}.`,
    )
  })
  return asked.filter((_, place) => !held[place]).map(({ stage, name }) => ({ stage, name }))
}

async function factsOf(id: string, { load }: Pick<Asking, 'load'>): Promise<PipelineFacts | null> {
  const found = await load(pipeline, id)
  return found ? known(found) : null
}

const known = ({ archived, stages }: PipelineState): PipelineFacts => ({
  archived,
  stages: stages.map((stage) => {
    const { exit: _, ...plain } = stage
    return plain
  }),
})
