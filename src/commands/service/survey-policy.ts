import { defaultSurveyRules, type SurveyRules, surveyPolicy } from '../../domain/service/survey-policy.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'

/** There is one. */
export const surveyPolicyId = derivedId('surveyPolicy')

/** Changed as a setting, by an endpoint of its own. */
export const surveyPolicyCommands = commandsOf(surveyPolicy, () => ({
  'surveyPolicy.create': {
    summary: 'Decide how customers are asked about closed tickets',
    permission: 'surveyPolicy.change',
    internal: true,
  },
  'surveyPolicy.change': { summary: 'Change how customers are asked about closed tickets', internal: true },
  'surveyPolicy.archive': { summary: 'Archive how customers are asked about closed tickets', internal: true },
  'surveyPolicy.restore': { summary: 'Restore how customers are asked about closed tickets', internal: true },
}))

/** The rules that hold. */
export async function surveyRulesNow({ load }: Pick<Asking, 'load'>): Promise<SurveyRules> {
  const { archived: _, ...decided } = (await load(surveyPolicy, surveyPolicyId)) ?? { archived: false }
  return { ...defaultSurveyRules, ...decided }
}
