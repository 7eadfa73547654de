import type { Replies } from '../../api/types.gen.ts'
import type { SettingEntry, Single } from '../../records/entry.ts'

export type SurveyRules = Replies['/settings/survey-policy']

/** How customers are asked about closed tickets. */
export const surveyPolicy: Single = {
  model: 'surveyPolicy',
  path: 'survey-policies',
  one: 'rules of surveys',
  many: 'rules of surveys',
  at: '/settings/survey-policy',
  load: async () => (await import('./survey-policy.tsx')).surveyPolicy,
}

export const surveyPolicySetting: SettingEntry = {
  is: 'setting',
  path: 'surveys',
  label: 'Surveys',
  needs: 'surveyPolicy.read',
  single: surveyPolicy,
  screen: async () => (await import('./survey-policy.tsx')).SurveyRulesScreen,
}
