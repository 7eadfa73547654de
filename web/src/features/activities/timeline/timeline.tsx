import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { read } from '../../../api/client.ts'
import type { Kind } from '../../../api/queries.ts'
import type { Change } from '../../../api/types.gen.ts'
import { useLive, useLiveChanges } from '../../../live/live.tsx'
import { Panel } from '../../../records/panel.tsx'
import type { Resource } from '../../../records/resource.ts'
import { useTime } from '../../../time/use-time.ts'
import { Earlier } from '../../../ui/earlier.tsx'
import { count } from '../../../ui/format.ts'
import { useShortcuts } from '../../../ui/shortcuts.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { OpenActivities } from '../open-list.tsx'
import type { TimelinePage } from '../timeline.entry.ts'
import { Composer } from './composer.tsx'
import { TimelineEntry } from './item.tsx'
import classes from './timeline.module.css'

interface Filter {
  label: string
  kinds: readonly string[]
}

const filters: readonly Filter[] = [
  { label: 'Calls', kinds: ['call'] },
  { label: 'E-mails', kinds: ['email'] },
  { label: 'Texts', kinds: ['sms'] },
  { label: 'Letters', kinds: ['letter'] },
  { label: 'Meetings', kinds: ['appointment'] },
  { label: 'Tasks', kinds: ['task'] },
  { label: 'Notes', kinds: ['note'] },
  { label: 'Messages', kinds: ['message'] },
  { label: 'Tickets', kinds: ['ticket'] },
  { label: 'Purchases', kinds: ['quote', 'order', 'invoice', 'payment'] },
  { label: 'Files', kinds: ['file'] },
  { label: 'Changes', kinds: ['change'] },
]

/** What does not stand on the page of a record: a ticket's messages are its conversation, above. */
const left: Readonly<Record<string, readonly string[]>> = {
  ticket: ['Messages', 'Tickets', 'Purchases'],
  lead: ['Messages', 'Tickets', 'Purchases'],
  opportunity: ['Messages', 'Tickets'],
}

const pageSize = 30

/** What was done and said with a customer, newest first, with what is still to be done on top. */
export function Timeline({
  resource,
  id,
}: {
  resource: Pick<Resource, 'model' | 'path' | 'one'>
  id: string
}) {
  const { model, path } = resource
  const { view, past } = useTime()
  const offered = filters.filter(({ label }) => !left[model]?.includes(label))
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const shown = offered.filter(({ label }) => chosen.length === 0 || chosen.includes(label))
  const kinds = shown.flatMap((filter) => filter.kinds).join()
  const query = useInfiniteQuery({
    queryKey: ['activity', 'derived' satisfies Kind, 'timeline', model, id, kinds, q, view] as const,
    queryFn: ({ pageParam, signal }) =>
      read<TimelinePage>(`/${path}/${id}/timeline`, {
        parameters: { kind: kinds, q: q || undefined, limit: pageSize, cursor: pageParam },
        view,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  })
  useFresh(model, id)
  const box = useRef<HTMLInputElement>(null)
  useShortcuts('Timeline', [{ key: '/', label: 'Search the timeline', run: () => box.current?.focus() }])

  const open = query.data?.pages[0]?.open ?? []
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const toggle = (label: string) =>
    setChosen((before) =>
      before.includes(label) ? before.filter((one) => one !== label) : [...before, label],
    )
  return (
    <Panel
      title="Timeline"
      aside={
        <TextInput
          ref={box}
          size="xs"
          w={200}
          aria-label="Search the timeline"
          placeholder="Search"
          leftSection={<Search size={13} aria-hidden />}
          rightSection={
            typed && <CloseButton size="xs" aria-label="Clear the search" onClick={() => setTyped('')} />
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      }
    >
      {!past && <Composer about={{ model: model as never, id }} touches={[model]} />}
      <fieldset className={classes.filters} aria-label="What is shown">
        {offered.map(({ label }) => (
          <button
            key={label}
            type="button"
            className={classes.filter}
            aria-pressed={chosen.includes(label)}
            onClick={() => toggle(label)}
          >
            {label}
          </button>
        ))}
      </fieldset>
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={6} label="Loading the timeline" />
      ) : (
        <div aria-busy={query.isPlaceholderData}>
          {open.length > 0 && (
            <section className={classes.todo} aria-label="To do">
              <h3>To do {count(open.length)}</h3>
              <OpenActivities rows={open} label="To do, what is due first comes first" />
            </section>
          )}
          {items.length === 0 ? (
            <Nothing q={q} filtered={chosen.length > 0} past={past} />
          ) : (
            <ol className={classes.entries} aria-label="Timeline, newest first">
              {items.map((item) => (
                <TimelineEntry key={`${item.kind} ${item.id}`} item={item} page={id} />
              ))}
            </ol>
          )}
          <Earlier query={query} />
        </div>
      )}
    </Panel>
  )
}

function Nothing({ q, filtered, past }: { q: string; filtered: boolean; past: boolean }) {
  if (q) return <p className={classes.quiet}>Nothing here says “{q}”.</p>
  if (filtered) return <p className={classes.quiet}>Nothing of that kind.</p>
  return (
    <p className={classes.quiet}>
      {past ? 'Nothing had happened yet.' : 'Nothing has happened yet. Log the first call, or write a note.'}
    </p>
  )
}

/** What it is made of beside activities. */
const others = ['ticketMessage', 'ticket', 'quote', 'order', 'invoice', 'payment', 'file']

/** Not for each change of an import. */
const gatherMs = 300

/** Asks again when something changes that the timeline is made of. */
function useFresh(model: string, id: string): void {
  const client = useQueryClient()
  const timer = useRef<number | undefined>(undefined)
  useLive('activity', ...others)
  useLiveChanges(
    useCallback(
      ({ model: changed, id: of }: Change) => {
        const isOwn = changed === model && of === id
        if (!isOwn && !others.includes(changed)) return
        timer.current ??= window.setTimeout(() => {
          timer.current = undefined
          void client.invalidateQueries({ queryKey: ['activity', 'derived', 'timeline', model, id] })
        }, gatherMs)
      },
      [client, model, id],
    ),
  )
}
