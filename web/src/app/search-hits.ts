import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Clock, CornerDownLeft, Ellipsis, type LucideIcon, Play, Plus, Settings2 } from 'lucide-react'
import { useState } from 'react'
import { read } from '../api/client.ts'
import { useMay, useMe, useOpens } from '../api/session.ts'
import type { HitPage } from '../api/types.gen.ts'
import { catalog, entriesThatAre, entryOf, groups } from '../records/entry.ts'
import { places } from '../records/places.ts'
import { nounOf } from '../records/resource.ts'
import { type Visit, visited } from '../records/visited.ts'
import { presets } from '../time/time.ts'
import { useTime } from '../time/use-time.ts'
import { offered } from '../ui/shortcuts.ts'

/** Somewhere to go, or something to do. */
export interface Hit {
  key: string
  group: string
  label: string
  note?: string | undefined
  icon: LucideIcon
  /** What does the same at once. */
  keys?: string | undefined
  link?: { to: string; params?: Record<string, string>; search?: Record<string, string> }
  run?: () => void
  /** The box stays for it. */
  stays?: true
}

const firstFew = 12
const many = 100
const recentFew = 8

/** Records by what was typed; at equal fit those that were looked at last come first. */
export function useFound(q: string) {
  const me = useMe().id
  const [more, setMore] = useState('')
  const limit = more === q ? many : firstFew
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: ['search', 'derived', q, limit] as const,
    queryFn: ({ signal }) => read('/search', { parameters: { q, limit }, signal }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  const hits =
    q === '' || error ? [] : [...hitsOf(data, visited(me)), ...(data?.next && limit < many ? [rest()] : [])]
  function rest(): Hit {
    return {
      key: 'more',
      group: 'Found',
      label: 'Show more',
      icon: Ellipsis,
      run: () => setMore(q),
      stays: true,
    }
  }
  return { hits, error, isWaiting: isFetching && (isPlaceholderData || !data), again: () => void refetch() }
}

const fits = ['exact', 'name', 'words']

function hitsOf(page: HitPage | undefined, seen: readonly Visit[]): Hit[] {
  const rank = (id: string) => {
    const at = seen.findIndex((one) => one.id === id)
    return at < 0 ? seen.length : at
  }
  return (page?.items ?? [])
    .toSorted(
      (a, b) =>
        fits.indexOf(a.fit) - fits.indexOf(b.fit) ||
        Number(a.archived) - Number(b.archived) ||
        rank(a.record.id) - rank(b.record.id),
    )
    .flatMap(({ record: { model, id, name }, by, archived }) =>
      recordHit('Found', { model, id }, name, [by, archived ? 'archived' : null]),
    )
}

function recordHit(
  group: string,
  { model, id }: Visit,
  name: string,
  more: readonly (string | null | undefined)[] = [],
): Hit[] {
  const entry = entryOf(model)
  if (!entry) return []
  const note = [nounOf(entry.one), ...more].filter(Boolean).join(' · ')
  const link = { to: '/$path/$id', params: { path: entry.path, id } }
  return [{ key: `${model}-${id}`, group, label: name || nounOf(entry.one), note, icon: entry.icon, link }]
}

/** What was looked at last, as far as it may still be seen and as it is called now. */
export function useVisited(enabled: boolean): Hit[] {
  const me = useMe().id
  const [seen] = useState(() => visited(me).slice(0, recentFew))
  const id = seen.map((one) => one.id).join(',')
  const { data } = useQuery({
    queryKey: ['search', 'derived', 'visited', id] as const,
    queryFn: ({ signal }) => read('/search', { parameters: { id }, signal }),
    enabled: enabled && id !== '',
  })
  if (!enabled) return []
  return (data?.items ?? []).flatMap(({ record, by }) =>
    recordHit('Looked at lately', record, record.name, [by]),
  )
}

/** What can be done with what is in view (`here`), and from anywhere: all of it whose label has what was typed. */
export function useCommands(words: string): { here: Hit[]; elsewhere: Hit[] } {
  const may = useMay()
  const opens = useOpens()
  const { go, past } = useTime()
  const fitting = (hits: readonly Hit[]) => hits.filter(({ label }) => says(label, words))
  const doing = offered().map(({ name, shortcuts }) => ({
    name,
    hits: shortcuts.map(
      ({ key, label, run }): Hit => ({
        key: `do-${name}-${label}`,
        group: name,
        label,
        icon: Play,
        keys: key,
        run: () => run(),
      }),
    ),
  }))
  const open = places().filter((place) => place.group !== undefined && opens(place))
  const labels = new Set(open.map(({ label }) => label))
  const here = once(doing.filter(({ name }) => name !== 'Everywhere').flatMap(({ hits }) => hits))
  const everywhere = doing
    .filter(({ name }) => name === 'Everywhere')
    .flatMap(({ hits }) => hits)
    .filter(({ label }) => !labels.has(label) && (past || label !== 'Return to now'))
    .map((hit) => ({ ...hit, group: 'Do' }))
  const made = past
    ? []
    : catalog().filter(({ anywhere, create }) => anywhere && create !== undefined && may(create))
  const elsewhere: Hit[] = [
    ...made.map(
      ({ model, one, path }): Hit => ({
        key: `new-${model}`,
        group: 'Do',
        label: `New ${one}`,
        icon: Plus,
        link: { to: '/$path', params: { path }, search: { new: 'yes' } },
      }),
    ),
    ...everywhere,
    ...groups
      .flatMap((name) => open.filter(({ group }) => group === name))
      .map(({ label, path, shortcut }) => ({ ...place(label, '/$path', { path }), keys: shortcut })),
    place('Home', '/home'),
    place('Profile and security', '/me'),
    place('Preferences', '/me/preferences'),
    ...entriesThatAre('setting')
      .filter(({ needs }) => may(needs))
      .map(({ label, path }) => ({
        ...place(label, '/settings/$setting', { setting: path }),
        group: 'Settings',
        icon: Settings2,
      })),
    ...presets(new Date()).map(
      ({ label, at }): Hit => ({
        key: `time-${label}`,
        group: 'Go to a time',
        label,
        icon: Clock,
        run: () => go(at.toISOString()),
      }),
    ),
  ]
  return { here: fitting(here), elsewhere: fitting(elsewhere) }
}

function place(label: string, to: string, params?: Record<string, string>): Hit {
  const link = params ? { to, params } : { to }
  return { key: `go-${to}-${label}`, group: 'Go to', label, icon: CornerDownLeft, link }
}

/** A button and its key are one thing to do. */
function once(hits: readonly Hit[]): Hit[] {
  const byKey = new Map<string, Hit>()
  for (const hit of hits) if (hit.keys !== undefined || !byKey.has(hit.key)) byKey.set(hit.key, hit)
  return [...byKey.values()].toSorted((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : 0))
}

/** Whether each word typed begins one of the label's, in any order. */
function says(label: string, typed: string): boolean {
  const words = (text: string) =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
  const there = words(label)
  return words(typed).every((word) => there.some((one) => one.startsWith(word)))
}
