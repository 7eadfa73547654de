import { Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Clock, CornerDownLeft, type LucideIcon, Plus, Search as SearchIcon } from 'lucide-react'
import { Fragment, useState } from 'react'
import { derivedQuery } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import type { Page, Row } from '../api/shapes.ts'
import { catalog, groups } from '../records/entry.ts'
import { nameOf } from '../records/names.ts'
import { places } from '../records/places.ts'
import { nounOf } from '../records/resource.ts'
import { presets } from '../time/time.ts'
import { useTime } from '../time/use-time.ts'
import classes from './search.module.css'

interface Hit {
  key: string
  group: string
  label: string
  note?: string | undefined
  icon: LucideIcon
  run: () => void
}

const searched = () => catalog().filter((entry) => entry.searched)

/** One box for everything: records by their words, places, times and what can be done. */
export function Search({ onClose }: { onClose: () => void }) {
  const [words, setWords] = useState('')
  const [cursor, setCursor] = useState(0)
  const commands = useCommands()
  const records = useRecords(words)
  const wanted = words.trim().toLowerCase()
  const hits = [
    ...records,
    ...commands.filter(({ label }) => wanted === '' || label.toLowerCase().includes(wanted)),
  ]
  const at = Math.min(cursor, hits.length - 1)
  const choose = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    hit.run()
  }
  return (
    <Modal.Root opened onClose={onClose} size={560} yOffset="12vh" centered={false}>
      <Modal.Overlay />
      <Modal.Content aria-label="Search or do">
        <TextInput
          variant="unstyled"
          size="md"
          px={12}
          data-autofocus
          aria-label="Search or do"
          placeholder={`Search ${searched()
            .map(({ many }) => many)
            .join(', ')}, or type what to do`}
          leftSection={<SearchIcon size={16} />}
          leftSectionWidth={40}
          value={words}
          role="combobox"
          aria-expanded
          aria-controls="search-hits"
          aria-activedescendant={hits[at] ? `hit-${hits[at].key}` : undefined}
          onChange={(event) => {
            setWords(event.currentTarget.value)
            setCursor(0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setCursor(Math.min(at + 1, hits.length - 1))
            else if (event.key === 'ArrowUp') setCursor(Math.max(at - 1, 0))
            else if (event.key === 'Enter') choose(hits[at])
            else return
            event.preventDefault()
          }}
        />
        <div id="search-hits" className={classes.hits} role="listbox" aria-label="Found">
          {hits.map((hit, index) => (
            <Fragment key={hit.key}>
              {hit.group !== hits[index - 1]?.group && <div className={classes.group}>{hit.group}</div>}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keys */}
              <div
                id={`hit-${hit.key}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className={classes.line}
                data-current={index === at}
                onClick={() => choose(hit)}
                onMouseMove={() => setCursor(index)}
                ref={index === at ? reveal : undefined}
              >
                <hit.icon size={15} aria-hidden />
                <span className={classes.label}>{hit.label}</span>
                {hit.note && <span className={classes.note}>{hit.note}</span>}
                {index === at && <CornerDownLeft size={13} aria-hidden />}
              </div>
            </Fragment>
          ))}
          {hits.length === 0 && <div className={classes.none}>Nothing found for “{words}”.</div>}
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}

function reveal(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' })
}

function useRecords(words: string): Hit[] {
  const may = useMay()
  const { view } = useTime()
  const navigate = useNavigate()
  const [q] = useDebouncedValue(words.trim(), 120)
  const entries = searched().filter(({ model }) => may(`${model}.read`))
  const answers = useQueries({
    queries: entries.map(({ model, path }) => ({
      ...derivedQuery<Page<Row>>(model, `/${path}`, { q, limit: 5 }, view),
      enabled: q.length >= 2,
      placeholderData: keepPreviousData,
    })),
  })
  if (q.length < 2) return []
  return entries.flatMap(({ model, path, many, icon }, index) =>
    (answers[index]?.data?.items ?? []).map((row) => ({
      key: `${model}-${row.id}`,
      group: nounOf(many),
      label: nameOf(row) ?? row.id,
      note: noteOf(row),
      icon,
      run: () => void navigate({ to: '/$path/$id', params: { path, id: row.id } }),
    })),
  )
}

function noteOf(row: object): string | undefined {
  const { company, accountName, number, status } = row as Record<string, unknown>
  return (
    [number, company ?? accountName, status].filter((part) => typeof part === 'string').join(' · ') ||
    undefined
  )
}

function useCommands(): Hit[] {
  const may = useMay()
  const navigate = useNavigate()
  const { go, past } = useTime()
  const goals: Hit[] = [
    ...groups
      .flatMap((name) => places().filter(({ group, needs }) => group === name && may(needs)))
      .map(({ label, path }) => place(label, () => void navigate({ to: '/$path', params: { path } }))),
    place('Home', () => void navigate({ to: '/home' })),
    place('Profile and security', () => void navigate({ to: '/me' })),
    place('Preferences', () => void navigate({ to: '/me/preferences' })),
  ]
  const times: Hit[] = presets(new Date()).map(({ label, at }) => ({
    key: `time-${label}`,
    group: 'Go to a time',
    label,
    icon: Clock,
    run: () => go(at.toISOString()),
  }))
  const now: Hit = {
    key: 'time-now',
    group: 'Go to a time',
    label: 'Return to now',
    icon: Clock,
    run: () => go(null),
  }
  const made: Hit[] = past
    ? []
    : catalog()
        .filter(({ anywhere, create }) => anywhere && create !== undefined && may(create))
        .map(({ model, one, path }) => ({
          key: `new-${model}`,
          group: 'Do',
          label: `New ${one}`,
          icon: Plus,
          run: () => void navigate({ to: '/$path', params: { path }, search: { new: 'yes' } }),
        }))
  return [...made, ...goals, ...(past ? [now] : []), ...times]
}

function place(label: string, run: () => void): Hit {
  return { key: `go-${label}`, group: 'Go to', label, icon: CornerDownLeft, run }
}
