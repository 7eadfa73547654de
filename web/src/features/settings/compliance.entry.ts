import type { SettingEntry } from '../../records/entry.ts'

/** What an auditor asks for, and where each answer is. */
export const complianceSetting: SettingEntry = {
  is: 'setting',
  path: 'compliance',
  label: 'Compliance',
  needs: 'audit.read',
  screen: async () => (await import('./compliance.tsx')).ComplianceScreen,
}
