import { surveyPolicyEndpoints } from '../../api/service/survey-policy.ts'
import { surveyPolicyCommands } from '../../commands/service/survey-policy.ts'
import { surveyPolicy as decider } from '../../domain/service/survey-policy.ts'
import { feature } from '../feature.ts'

export const surveyPolicy = feature({
  decider,
  resource: 'survey-policies',
  grants: () => [],
  commands: surveyPolicyCommands,
  endpoints: [() => surveyPolicyEndpoints],
})
