import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import { type Kind, know } from '../api/kinds.ts'
import type { Search } from '../time/time.ts'
import type { Named, Resource } from './resource.ts'

/** The parts of the navigation, in their order. */
export const groups = ['Work', 'Sales', 'Marketing', 'Customers', 'Service', 'Trust', 'Set-up'] as const
export type Group = (typeof groups)[number]

/** A part of the home page. */
export interface WidgetFacts {
  /** As it is kept in the preferences. */
  id: string
  title: string
  needs: string
  /** For who sees what the members of their teams own, beside their own. */
  ofTeam?: true
  /** Its place on a home page that nobody has arranged; without one it is not there at first. */
  atFirst?: number
}

interface Loaded {
  load: () => Promise<ComponentType<{ title: string }>>
}

export type Widget = WidgetFacts & (Rows | Loaded)

/** Records of this kind, for the person whose id is given. */
export interface Rows {
  where: (me: string) => Readonly<Record<string, string>>
  /** The list that "All" leads to, where it is not the same. */
  all?: Search
  columns: readonly string[]
  empty: string
}

/** A list of these records on the page of another kind: those whose field `by` is that record's id. */
interface Related {
  by: string
  columns: readonly string[]
  empty: string
}

/** Everything that a kind of record is in the app, but what its own screens show: these are loaded when they are met. */
export interface RecordEntry extends Named {
  is: 'record'
  icon: LucideIcon
  load: () => Promise<Resource>
  /** Where in the navigation; nowhere without. */
  group?: Group
  /** Few enough to be known whole: offered as choices, and seen by everybody. */
  directory?: true
  /** How the system is set up, rather than what is done with it. */
  configuration?: true
  /** Made from there too. */
  anywhere?: true
  /** Its changes stand on the home page. */
  followed?: true
  /** Its list may be what the app opens with. */
  start?: true
  /** A digit that leads to its list from everywhere. */
  shortcut?: string
  /** Where a notice of it leads, when it is not its page. */
  noticed?: '/me'
  widgets?: readonly Widget[]
  /** By the model of the other kind. */
  on?: Readonly<Record<string, Related>>
}

/** A screen that is no list of records. */
export interface ScreenEntry {
  is: 'screen'
  path: string
  label: string
  icon: LucideIcon
  group: Group
  needs: string
  /** The module it is a part of, where what it needs is a part of another. */
  module?: string
  load: () => Promise<ComponentType>
  /** The models whose changes the time bar steps through on this screen. */
  models?: readonly string[]
  start?: true
  shortcut?: string
  widgets?: readonly (WidgetFacts & Loaded)[]
  /** Beside its name in the navigation: how much waits there. */
  mark?: () => Promise<ComponentType>
}

/** A screen under Settings, and the record that it changes where there is one of it only. */
export interface SettingEntry {
  is: 'setting'
  /** Under `/settings`. */
  path: string
  label: string
  needs: string
  screen: () => Promise<ComponentType>
  single?: Single
  /** What Settings opens with. */
  first?: true
}

/** What there is one of: made by its first change. */
export interface Single extends Named {
  /** Where the API has it: `/settings/organisation`. */
  at: string
  load: () => Promise<Resource>
}

/** A kind of record with a log and no screens of its own. */
export interface UnlistedEntry {
  is: 'unlisted'
  model: string
  /** Where the API has them, when it has. */
  path?: string
  directory?: true
  configuration?: true
}

/** A tab on the pages of records. */
export interface TabEntry {
  is: 'tab'
  path: string
  label: string
  needs: string
  /** Only on records about a person. */
  personal?: true
  load: () => Promise<ComponentType<{ resource: Pick<Resource, 'model' | 'path' | 'one'>; id: string }>>
}

/** A part of the pages of some kinds of records, under what the record says. */
export interface PartEntry {
  is: 'part'
  /** The models whose pages have it. */
  models: readonly string[]
  needs: string
  /** Under what happened: what could be done next is read after it. */
  below?: true
  /** It has what happened last, which then stands there once. */
  tells?: true
  load: () => Promise<ComponentType<{ resource: Pick<Resource, 'model' | 'path' | 'one'>; id: string }>>
}

/** What a feature is in the app. Each stands in the list of its area, and nowhere else. */
export type Entry = RecordEntry | ScreenEntry | SettingEntry | UnlistedEntry | TabEntry | PartEntry

type Is = Entry['is']

let all: readonly Entry[] | undefined
let models = new Map<string, RecordEntry>()

/** All features, in the order in which the app shows them. Called once, before anything is drawn. */
export function register(entries: readonly Entry[]): void {
  all = entries
  const records = entriesThatAre('record')
  models = new Map(records.map((entry) => [entry.model, entry]))
  const kinds = entriesThatAre('unlisted').filter((entry): entry is typeof entry & Kind => 'path' in entry)
  know(
    [...records, ...kinds],
    [
      ...records.map(({ path, model }) => ({ path, models: [model] })),
      ...entriesThatAre('screen').flatMap(({ path, models: about }) =>
        about ? [{ path, models: about }] : [],
      ),
    ],
  )
}

/** @throws Error before they are registered: what is asked then would be missing on screen, and nobody would know. */
export function entries(): readonly Entry[] {
  if (!all) throw new Error('no features are registered yet')
  return all
}

export function entriesThatAre<K extends Is>(is: K): Extract<Entry, { is: K }>[] {
  return entries().filter((entry): entry is Extract<Entry, { is: K }> => entry.is === is)
}

/** Every kind of record with screens of its own. */
export const catalog = (): RecordEntry[] => entriesThatAre('record')

export const entryOf = (model: string): RecordEntry | undefined => models.get(model)

/** The screens under Settings, what it opens with first. */
export const settingEntries = (): readonly SettingEntry[] =>
  [...entriesThatAre('setting')].sort((a, b) => Number(b.first ?? false) - Number(a.first ?? false))

/** The record there is one of, by its model. */
export const singleOf = (model: string): Single | undefined =>
  entriesThatAre('setting').find(({ single }) => single?.model === model)?.single

/** What has its list at an address. */
export const recordAt = (path: string): RecordEntry | undefined =>
  catalog().find((entry) => entry.path === path)

export const screenAt = (path: string): ScreenEntry | undefined =>
  entriesThatAre('screen').find((entry) => entry.path === path)

/** Models small enough to be known whole: the people and what they sell. */
export const isDirectory = (model: string): boolean =>
  entries().some((entry) => 'directory' in entry && entry.directory && entry.model === model)

/** Models of records about people. */
export const personalModels = (): string[] =>
  catalog().flatMap(({ model, personal }) => (personal ? [model] : []))
