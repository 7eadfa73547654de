import { Lightbulb } from 'lucide-react'
import type { PartEntry, ScreenEntry } from '../../records/entry.ts'

export const insight: ScreenEntry = {
  is: 'screen',
  path: 'insight',
  label: 'Insight',
  group: 'Work',
  needs: 'report.read',
  models: ['opportunity', 'lead', 'ticket'],
  icon: Lightbulb,
  load: async () => (await import('./insight/screen.tsx')).InsightScreen,
}

/** On a list of customers: what came of them. */
export const retention: PartEntry = {
  is: 'part',
  below: true,
  models: ['marketingList'],
  needs: 'order.read',
  load: async () => (await import('./insight/retention-part.tsx')).RetentionPart,
}

/** On an account: how it buys and asks. */
export const profile: PartEntry = {
  is: 'part',
  below: true,
  models: ['account'],
  needs: 'order.read',
  load: async () => (await import('./insight/profile-part.tsx')).ProfilePart,
}
