import { CopyMinus } from 'lucide-react'
import type { PartEntry, ScreenEntry } from '../../records/entry.ts'

/** What may be the same as a contact or an account, and what was merged into it, on its page. */
export const duplicates: PartEntry = {
  is: 'part',
  models: ['contact', 'account'],
  needs: 'merge.start',
  load: async () => (await import('./duplicates.tsx')).Duplicates,
}

/** Pairs that may be the same, for the one who tidies up. */
export const duplicatePairs: ScreenEntry = {
  is: 'screen',
  path: 'duplicates',
  label: 'Duplicates',
  group: 'Customers',
  needs: 'merge.start',
  icon: CopyMinus,
  load: async () => (await import('./duplicate-pairs.tsx')).DuplicatePairs,
}
