import { FlaskConical } from 'lucide-react'
import type { ScreenEntry } from '../../records/entry.ts'

export const whatIf: ScreenEntry = {
  is: 'screen',
  path: 'what-if',
  label: 'What if',
  group: 'Sales',
  needs: 'forecast.read',
  models: ['opportunity', 'pipeline'],
  icon: FlaskConical,
  load: async () => (await import('./what-if.tsx')).WhatIfScreen,
}
