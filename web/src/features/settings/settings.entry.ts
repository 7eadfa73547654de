import { SlidersHorizontal } from 'lucide-react'
import type { ScreenEntry } from '../../records/entry.ts'

export const settings: ScreenEntry = {
  is: 'screen',
  path: 'settings',
  label: 'Settings',
  group: 'Set-up',
  needs: 'organisation.read',
  icon: SlidersHorizontal,
  load: async () => (await import('./settings.tsx')).SettingsScreen,
}
