import type { Feature } from './feature.ts'
import { accessSeal } from './settings/access-seal.ts'
import { alertPolicy } from './settings/alert-policy.ts'
import { batch } from './settings/batch.ts'
import { choiceList } from './settings/choice-list.ts'
import { customSetting } from './settings/custom-setting.ts'
import { disclosure } from './settings/disclosure.ts'
import { fieldSet } from './settings/field-set.ts'
import { dataImport } from './settings/import.ts'
import { moduleSwitch } from './settings/modules.ts'
import { organisation } from './settings/organisation.ts'
import { privacyRequest } from './settings/privacy-request.ts'
import { quarantine } from './settings/quarantine.ts'
import { retentionRule } from './settings/retention-rule.ts'
import { ruleSet } from './settings/rule-set.ts'
import { securityAlert } from './settings/security-alert.ts'
import { securityCheck } from './settings/security-check.ts'
import { tag } from './settings/tag.ts'
import { webhook } from './settings/webhook.ts'
import { workflowRun } from './settings/workflow-run.ts'

export const settings: readonly Feature[] = [
  alertPolicy,
  organisation,
  moduleSwitch,
  customSetting,
  choiceList,
  fieldSet,
  tag,
  ruleSet,
  disclosure,
  accessSeal,
  securityAlert,
  privacyRequest,
  retentionRule,
  securityCheck,
  quarantine,
  dataImport,
  batch,
  webhook,
  workflowRun,
]
