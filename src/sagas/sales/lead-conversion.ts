import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import type { DataOf } from '../../domain/event.ts'
import { lead } from '../../domain/sales/lead.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { cutTo } from '../../domain/values/text.ts'
import { processManager, type ReactContext, type Reaction, type Refusal } from '../process-manager.ts'

type Plan = DataOf<(typeof lead.events)['lead.conversion-requested']>

interface Conversion {
  plan: Plan
  accountId: string | null
  contactId: string | null
  opportunityId: string | null
  /** The id of what was asked for last; anything else made from this lead is somebody else's doing. */
  awaited: string | null
}

/** Somebody took the name or address, or what was found by it is gone: looking anew may help. */
const isAboutOthers = /-taken$|\.(account|contact)-(unknown|archived)$/

type Part = 'accountId' | 'contactId' | 'opportunityId'

/**
 * Makes or links account, contact and opportunity, one after the other because each names the one before, and then
 * completes the lead. What was just taken by somebody else, or is gone, is looked for anew; any other refusal is told on
 * the lead.
 */
export const leadConversion = processManager<Conversion>()(lead, account, contact, opportunity)({
  name: 'lead-conversion',
  version: 1,
  on: {
    'lead.conversion-requested': {
      key: ({ aggregateId }) => aggregateId,
      react: (_, { data: plan }, context) => {
        const { accountId, contactId } = plan
        return next({ plan, accountId, contactId, opportunityId: null, awaited: null }, context)
      },
    },
    'account.created': {
      key: ({ data }) => data.leadId ?? undefined,
      react: (state, { aggregateId }, context) => arrived(state, 'accountId', aggregateId, context),
    },
    'contact.created': {
      key: ({ data }) => data.leadId ?? undefined,
      react: (state, { aggregateId }, context) => arrived(state, 'contactId', aggregateId, context),
    },
    'opportunity.opened': {
      key: ({ data }) => data.leadId ?? undefined,
      react: (state, { aggregateId }, context) => arrived(state, 'opportunityId', aggregateId, context),
    },
    'lead.converted': { key: ({ aggregateId }) => aggregateId, react: () => ({ done: true }) },
    'lead.conversion-failed': { key: ({ aggregateId }) => aggregateId, react: () => ({ done: true }) },
  },
  refused: {
    'account.create': answerRefusal,
    'contact.create-from-lead': answerRefusal,
    'opportunity.open': answerRefusal,
  },
})

function arrived(
  state: Conversion | undefined,
  part: Part,
  id: string,
  context: ReactContext,
): Reaction<Conversion> | undefined {
  return state?.awaited === id ? next({ ...state, [part]: id }, context) : undefined
}

/** Asks for the first part that is missing. */
function next(state: Conversion, context: ReactContext): Reaction<Conversion> {
  const { plan, accountId, contactId, opportunityId } = state
  const { ownerId } = plan
  const leadId = context.key
  const ask = (command: string, body: object): Reaction<Conversion> => ({
    state: { ...state, awaited: context.made(command) },
    send: [{ command, body }],
  })
  if (!accountId && plan.accountName)
    return ask('account.create', { name: plan.accountName, ownerId, leadId })
  if (!contactId) return ask('contact.create-from-lead', { leadId, accountId, ownerId })
  if (!opportunityId) {
    return ask('opportunity.open', { ...plan.opportunity, accountId, contactId, ownerId, leadId })
  }
  const made = { accountId, contactId, opportunityId }
  return {
    state: { ...state, awaited: null },
    send: [{ command: 'lead.complete-conversion', id: leadId, body: made }],
  }
}

function answerRefusal(
  state: Conversion | undefined,
  { command, code, message }: Refusal,
  { key }: ReactContext,
): Reaction<Conversion> | undefined {
  if (!state) return undefined
  const { accountId, contactId } = state
  const failure = { step: command, code, message: cutTo(message, 500) || code, accountId, contactId }
  return {
    send: [
      isAboutOthers.test(code)
        ? { command: 'lead.retry-conversion', id: key, body: { failure } }
        : { command: 'lead.fail-conversion', id: key, body: failure },
    ],
  }
}
