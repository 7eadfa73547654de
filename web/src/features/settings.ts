import type { Entry } from '../records/entry.ts'
import { alert } from './settings/alert.entry.ts'
import { alertPolicySetting } from './settings/alert-policy.entry.ts'
import { batch } from './settings/batch.entry.ts'
import { choiceList } from './settings/choice-list.entry.ts'
import { complianceSetting } from './settings/compliance.entry.ts'
import { customSetting, settingTree } from './settings/custom-setting.entry.ts'
import { directorySetting } from './settings/directory.entry.ts'
import { fieldSet } from './settings/field-set.entry.ts'
import { dataImport } from './settings/import.entry.ts'
import { moduleSetting } from './settings/modules.entry.ts'
import { organisationSetting } from './settings/organisation.entry.ts'
import { retention } from './settings/retention.entry.ts'
import { retentionRule } from './settings/retention-rule.entry.ts'
import { ruleSet } from './settings/rule-set.entry.ts'
import { securityCheck } from './settings/security-check.entry.ts'
import { settings as settingsEntry } from './settings/settings.entry.ts'
import { signInPolicySetting } from './settings/sign-in-policy.entry.ts'
import { tag } from './settings/tag.entry.ts'
import { webhook } from './settings/webhook.entry.ts'
import { workflowRun } from './settings/workflow-run.entry.ts'

export const settings: readonly Entry[] = [
  alert,
  dataImport,
  securityCheck,
  batch,
  choiceList,
  fieldSet,
  customSetting,
  tag,
  ruleSet,
  workflowRun,
  webhook,
  organisationSetting,
  settingTree,
  moduleSetting,
  signInPolicySetting,
  directorySetting,
  alertPolicySetting,
  retention,
  complianceSetting,
  retentionRule,
  settingsEntry,
]
