import { z } from 'zod'
import { refuse } from '../../domain/error.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { assigning } from '../../domain/rules/assignment.ts'
import { idleRules } from '../../domain/sales/deal-idle.ts'
import { qualifying } from '../../domain/sales/lead-qualifying.ts'
import { scoring } from '../../domain/sales/lead-score.ts'
import { priceBook } from '../../domain/sales/price-book.ts'
import { bookChoosing } from '../../domain/sales/price-choice.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import {
  contents,
  isWorkflow,
  type Purpose,
  type RuleContent,
  type RuleVersion,
  ruleSet,
  versionAt,
} from '../../domain/settings/rule-set.ts'
import { type WorkflowAction, workflowRules } from '../../domain/settings/workflow.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mustBeKnown } from '../references.ts'
import { type Known, mustBeFollowed } from './workflow.ts'

/** Of each purpose there is one. */
export const ruleSetId = (purpose: Purpose): string => derivedId('ruleSet', purpose)

const { shape: scored } = scoring.shape.rules.element.shape.outcome
const { shape: pooled } = assigning.shape.rules.element.shape.outcome
const { shape: judged } = qualifying.shape.rules.element.shape.outcome
const { shape: tasked } = idleRules.shape.rules.element.shape.outcome
const { shape: followed } = workflowRules.shape.rules.element.shape.outcome
const { shape: priced } = bookChoosing.shape.rules.element.shape.outcome

/** What may follow where a rule holds; which of it, says the purpose. */
export const anyOutcome = z
  .object({ ...scored, ...pooled, ...judged, ...priced, ...tasked, ...followed })
  .partial()
  .register(vocabulary, { id: 'RuleOutcome' })

/** What a version may say beside its rules, likewise. */
export const besideRules = z
  .object({
    ...scoring.shape,
    ...assigning.shape,
    ...qualifying.shape,
    ...bookChoosing.shape,
    ...idleRules.shape,
    ...workflowRules.shape,
  })
  .omit({ rules: true })
  .partial()

const newRule = scoring.shape.rules.element
  .partial({ id: true })
  .extend({ outcome: anyOutcome })
  .register(vocabulary, { id: 'NewRule' })

/** A new rule needs no id. */
export const contentBody = besideRules
  .extend({ rules: z.array(newRule).max(100) })
  .register(vocabulary, { id: 'NewRuleContent' })

/**
 * Rules as they are of their purpose; those that are new get an id of their own, which they keep from then on.
 * @throws DomainError for what the rules of that purpose do not say.
 */
export function contentOf(
  purpose: Purpose,
  { rules, ...beside }: z.output<typeof contentBody>,
  setId: string,
  at: string,
): RuleContent {
  const made = rules.map((one, place) => ({ ...one, id: one.id ?? derivedId(setId, at, place) }))
  const found = contents[purpose].safeParse({ ...beside, rules: made })
  if (found.success) return found.data
  const { path = [], message = '' } = found.error.issues[0] ?? {}
  return refuse('ruleSet.other-purpose', `These are no rules of this purpose: ${message}.`, {
    field: ['content', ...path].join('.'),
  })
}

const references = { userId: user, teamId: team, calendarId: businessCalendar, priceBookId: priceBook }

/** Whom an action of the workflow is for. */
const peopleIn = (action: WorkflowAction): (string | null)[] =>
  action.do === 'task' ? [action.assigneeId] : action.do === 'notify' ? action.userIds : []

/** Whom rules name has to be there; who has left by then is passed over when a lead comes. */
async function mustBeThere(
  { rules, people = [], calendarId = null }: z.output<typeof contentBody>,
  asking: Pick<Asking, 'load'>,
): Promise<void> {
  const named = rules.flatMap(
    ({ outcome: { userIds = [], teamId = null, priceBookId = null, actions = [] } }) => [
      { teamId, priceBookId },
      ...userIds.map((userId) => ({ userId })),
      ...actions.flatMap((action) => peopleIn(action).map((userId) => ({ userId }))),
    ],
  )
  for (const one of [{ calendarId }, ...people, ...named])
    await mustBeKnown('ruleSet', one, references, asking)
}

export const ruleSetCommands = (known: Known) =>
  commandsOf(ruleSet, (prepared) => ({
    // Which there are is not for anybody to say: decisions ask for them.
    'ruleSet.create': { summary: 'Make a set of rules', internal: true },
    'ruleSet.change': { summary: 'Change what a set of rules is called' },
    'ruleSet.draft': {
      summary: 'Put rules in the place of the draft; it decides nothing until it is published',
      ifMatch: 'required',
      ...prepared(z.object({ content: contentBody }), async ({ content }, asking) => {
        const { id, at, state } = asking
        await mustBeThere(content, asking)
        const made = contentOf(state.purpose, content, id, at)
        if (isWorkflow(made)) await mustBeFollowed(made, known, asking)
        return { content: made }
      }),
    },
    'ruleSet.discard-draft': { summary: 'Throw the draft away' },
    'ruleSet.publish': {
      summary: 'Publish the draft: its rules decide from now on, or from an instant to come',
      ifMatch: 'required',
      ...prepared(ruleSet.commands['ruleSet.publish'].partial(), ({ from = null, note = null }) => ({
        from,
        note,
      })),
    },
  }))

/** The rules of a purpose at an instant; undefined: nobody has made any. */
export async function rulesOf<Version extends object>(
  of: Purpose,
  { load, at }: Pick<Asking, 'load' | 'at'>,
): Promise<Version | undefined> {
  const set = await load(ruleSet, ruleSetId(of))
  const found = set && versionAt(set.versions, at)
  if (!found) return undefined
  const known = versionsMet.get(found) ?? { ...found.content, version: found.version }
  versionsMet.set(found, known)
  return known as never
}

/** One for each version, so that it is looked at once whether it is one. */
const versionsMet = new WeakMap<RuleVersion, object>()
