import { surveyPolicyId } from '../../commands/service/survey-policy.ts'
import { defaultSurveyRules, surveyPolicy, surveyRules } from '../../domain/service/survey-policy.ts'
import type { Extension } from '../http/services.ts'
import { settingEndpoints } from '../lists/setting.ts'

/** Whether and how customers are asked about closed tickets (TIC-18). */
export const surveyPolicyEndpoints: Extension = (_app, services) =>
  settingEndpoints(services, {
    decider: surveyPolicy,
    id: surveyPolicyId,
    path: '/settings/survey-policy',
    summaries: [
      'How customers are asked about closed tickets; its history is that of `id`',
      'Change how customers are asked; it holds for tickets that are closed from then on',
    ],
    fields: surveyRules,
    defaults: defaultSurveyRules,
    change: surveyPolicy.commands['surveyPolicy.change'],
  })
