import type { SettingEntry } from '../../records/entry.ts'

/** How the organisation's directory is connected. */
export const directorySetting: SettingEntry = {
  is: 'setting',
  path: 'directory',
  label: 'Directory',
  needs: 'user.provision',
  screen: async () => (await import('./directory.tsx')).DirectoryScreen,
}
