import { Group, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import { useMe } from '../../../api/session.ts'
import type { Page } from '../../../api/shapes.ts'
import { useLive } from '../../../live/live.tsx'
import { StayedAlert, useMoving } from '../../../records/moving.tsx'
import { SpanControls } from '../../../records/span-controls.tsx'
import type { Span } from '../../../time/span.ts'
import type { Search } from '../../../time/time.ts'
import { useReferenceNow, useTime } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { formatsNow } from '../../../ui/formats.ts'
import { reasonOf } from '../../../ui/notices.ts'
import { Screen } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { dateAt, startOfDay } from '../../../ui/zone.ts'
import type { Activity } from '../activity.entry.ts'
import { titleOfActivity } from '../choices.ts'
import { BookDialog } from './book-dialog.tsx'
import { FeedButton } from './feed.tsx'
import { Grid } from './grid.tsx'
import { daysOf } from './plan.ts'

/** The next whole hour. */
const nextHour = (now: Date) => Math.ceil(now.getTime() / 3_600_000) * 3_600_000

/** One's appointments, or those of all that one sees, on a day or in a week (CAL-01). */
export function CalendarScreen() {
  const { view, past } = useTime()
  const now = useReferenceNow(60_000)
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const me = useMe().id
  const [booking, setBooking] = useState<number | null>(null)
  useLive('activity')
  const { timeZone } = formatsNow()
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const span: Span = search.span === 'day' ? 'day' : 'week'
  const whose = search.whose === 'all' ? 'all' : 'mine'
  const today = dateAt(now, timeZone)
  const date = search.day ?? today
  const days = daysOf(span, date)
  const first = days[0] ?? date
  const asked = derivedQuery<Page<Activity>>(
    'activity',
    '/activities',
    {
      kind: 'appointment,call',
      status: 'open,done',
      atFrom: new Date(startOfDay(first, timeZone) - 86_400_000).toISOString(),
      atTo: new Date(startOfDay(first, timeZone, days.length + 1)).toISOString(),
      sort: 'at',
      limit: 200,
    },
    view,
  )
  const query = useQuery({ ...asked, placeholderData: keepPreviousData })
  const moving = useMoving<Activity>('activity', { ...asked, permission: 'activity.change' })
  const isMine = ({ assigneeId, participants = [] }: Activity) =>
    assigneeId === me || participants.some(({ id }) => id === me)
  const rows = (query.data?.items ?? []).filter(
    (row) => typeof row.startsAt === 'string' && (whose === 'all' || isMine(row)),
  )
  const go = (part: Partial<Search>) =>
    void navigate({ to: '.', search: (before: Search) => ({ ...before, ...part }), replace: true })

  const move = (row: Activity, start: number, end: number) => {
    const [startsAt, endsAt] = [new Date(start).toISOString(), new Date(end).toISOString()]
    moving.move(row, {
      title: titleOfActivity(row),
      startsAt,
      shown: { startsAt, endsAt },
      method: 'PATCH',
      path: `/activities/${row.id}`,
      body: row.kind === 'call' ? { startsAt } : { startsAt, endsAt },
    })
  }

  return (
    <Screen
      title="Calendar"
      about={`Times are by the clocks of ${zone}. Drag an appointment or its end, or lift it with Space and move it with the arrows.`}
      actions={
        <Group gap={8}>
          <SpanControls span={span} date={date} onChange={go} />
          <SegmentedControl
            size="xs"
            aria-label="Whose"
            value={whose}
            onChange={(next) => go({ whose: next })}
            data={[
              { value: 'mine', label: 'Mine' },
              { value: 'all', label: 'The team’s' },
            ]}
          />
          <FeedButton />
          <WriteButton
            permission="activity.add"
            leftSection={<Plus size={14} />}
            onClick={() => setBooking(nextHour(now))}
          >
            Book
          </WriteButton>
        </Group>
      }
    >
      {moving.stayed && (
        <StayedAlert title={moving.stayed.title} onClose={moving.forget}>
          {reasonOf(moving.stayed.problem)}
        </StayedAlert>
      )}
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={8} label="Loading the calendar" />
      ) : (
        <Grid
          days={days}
          today={today}
          rows={rows}
          still={past}
          onMove={move}
          onOpen={(id) => void navigate({ to: '/$path/$id', params: { path: 'activities', id } })}
          onChoose={setBooking}
        />
      )}
      {booking !== null && <BookDialog at={booking} onClose={() => setBooking(null)} />}
    </Screen>
  )
}
