import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../../api/client.ts'
import type { Kind } from '../../../api/queries.ts'
import { useMe } from '../../../api/session.ts'
import { useLive } from '../../../live/live.tsx'
import { useReferenceNow, useTime } from '../../../time/use-time.ts'
import { count } from '../../../ui/format.ts'
import { formatsNow } from '../../../ui/formats.ts'
import { Screen } from '../../../ui/screen.tsx'
import { Empty, Failure, Waiting } from '../../../ui/states.tsx'
import { dateAt } from '../../../ui/zone.ts'
import type { Activity } from '../activity.entry.ts'
import { OpenActivities } from '../open-list.tsx'
import { Composer } from '../timeline/composer.tsx'
import classes from './day.module.css'

/** More than these nobody does in a day. */
const most = 200

/** What the signed-in person has to do: what is late, what is due today, and what comes. */
export function DayScreen() {
  const me = useMe().id
  const { view, past } = useTime()
  const now = useReferenceNow()
  useLive('activity')
  const query = useQuery({
    queryKey: ['activity', 'derived' satisfies Kind, 'day', me, view] as const,
    queryFn: ({ signal }) =>
      read<{ items: Activity[]; next: string | null }>('/activities', {
        parameters: { assigneeId: me, status: 'open', sort: 'dueAt', limit: most },
        view,
        signal,
      }),
  })
  const rows = query.data?.items ?? []
  const sections = sectionsOf(rows, now)
  return (
    <Screen
      title="My day"
      about="What you have to do: calls, tasks and meetings, wherever they belong."
      actions={
        <Link to="/$path" params={{ path: 'activities' }} search={{ assigneeId: me }} className={classes.all}>
          All my activities
        </Link>
      }
    >
      {!past && <Composer />}
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={8} label="Loading what is to be done" />
      ) : rows.length === 0 ? (
        <Empty title={past ? 'Nothing was to be done' : 'Nothing is to be done'}>
          What you plan for yourself, and what others give you, stands here in the order in which it is due.
        </Empty>
      ) : (
        sections.map(({ name, rows: some, isLate }) => (
          <section key={name} className={classes.section} aria-label={name}>
            <h2 data-late={isLate}>
              {name} <span>{count(some.length)}</span>
            </h2>
            <OpenActivities rows={some} label={name} withRecords />
          </section>
        ))
      )}
      {query.data?.next && (
        <p className={classes.quiet}>These are the first {count(most)}; the list has them all.</p>
      )}
    </Screen>
  )
}

const ranks: Readonly<Record<string, number>> = { urgent: 0, high: 1, normal: 2, low: 3 }

/** By day, and within it what is urgent first. */
function sectionsOf(rows: readonly Activity[], now: Date) {
  const { timeZone } = formatsNow()
  const today = dateAt(now, timeZone)
  const soon = dateAt(new Date(now.getTime() + 7 * 86_400_000), timeZone)
  const named = (row: Activity) => {
    if (!row.dueAt) return 'No date'
    if (Date.parse(row.dueAt) <= now.getTime()) return 'Overdue'
    // Midnight is the end of the day before.
    const date = dateAt(new Date(Date.parse(row.dueAt) - 1), timeZone)
    if (date === today) return 'Today'
    return date <= soon ? 'Next seven days' : 'Later'
  }
  const rank = ({ priority }: Activity) => ranks[priority ?? 'normal'] ?? 2
  return ['Overdue', 'Today', 'Next seven days', 'Later', 'No date'].flatMap((name) => {
    const some = rows.filter((row) => named(row) === name)
    const isLate = name === 'Overdue'
    const sorted = name === 'Today' || isLate ? some.toSorted((a, b) => rank(a) - rank(b)) : some
    return some.length > 0 ? [{ name, rows: sorted, isLate }] : []
  })
}
