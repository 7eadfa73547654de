import type { LucideIcon } from 'lucide-react'
import { type Entry, entries, type Group, type ScreenEntry } from './entry.ts'
import { nounOf } from './resource.ts'

/** A screen one can go to, and the permission it takes. */
export interface Place {
  label: string
  icon: LucideIcon
  group: Group | undefined
  needs: string
  module: string | undefined
  path: string
  start: boolean
  mark: ScreenEntry['mark']
  shortcut: string | undefined
}

/** Every list and every other screen, in the order of the navigation. */
export const places = (): Place[] => entries().flatMap(placeOf)

function placeOf(entry: Entry): Place[] {
  if (entry.is !== 'record' && entry.is !== 'screen') return []
  const { icon, group, path, start = false, shortcut } = entry
  const { label, needs } =
    entry.is === 'screen' ? entry : { label: nounOf(entry.many), needs: `${entry.model}.read` }
  const module = entry.is === 'screen' ? entry.module : undefined
  const mark = entry.is === 'screen' ? entry.mark : undefined
  return [{ label, icon, group, needs, module, path, start, shortcut, mark }]
}
