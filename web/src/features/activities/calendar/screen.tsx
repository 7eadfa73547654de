import { Alert, Button, Group, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight, Plus } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import { useMe } from '../../../api/session.ts'
import type { Page } from '../../../api/shapes.ts'
import { useLive } from '../../../live/live.tsx'
import { DayInput } from '../../../records/typed-inputs.tsx'
import type { Search } from '../../../time/time.ts'
import { useReferenceNow, useTime } from '../../../time/use-time.ts'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { dayAndTime } from '../../../ui/format.ts'
import { formatsNow } from '../../../ui/formats.ts'
import { done, failed, problemOf, reasonOf } from '../../../ui/notices.ts'
import { Screen } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { dateAt, startOfDay } from '../../../ui/zone.ts'
import type { Activity } from '../activity.entry.ts'
import { titleOfActivity } from '../choices.ts'
import { BookDialog } from './book-dialog.tsx'
import { FeedButton } from './feed.tsx'
import { Grid } from './grid.tsx'
import { daysOf, type Span, stepped } from './plan.ts'

/** The next whole hour. */
const nextHour = (now: Date) => Math.ceil(now.getTime() / 3_600_000) * 3_600_000

/** One's appointments, or those of all that one sees, on a day or in a week (CAL-01). */
export function CalendarScreen() {
  const { view, past } = useTime()
  const now = useReferenceNow(60_000)
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const client = useQueryClient()
  const command = useCommand()
  const refusal = useRefusal()
  const me = useMe().id
  const [conflict, setConflict] = useState<{ title: string; reason: string } | null>(null)
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
  const isMine = ({ assigneeId, participants = [] }: Activity) =>
    assigneeId === me || participants.some(({ id }) => id === me)
  const rows = (query.data?.items ?? []).filter(
    (row) => typeof row.startsAt === 'string' && (whose === 'all' || isMine(row)),
  )
  const go = (part: Partial<Search>) =>
    void navigate({ to: '.', search: (before: Search) => ({ ...before, ...part }), replace: true })

  const move = (row: Activity, startsAt: number, endsAt: number) => {
    const title = titleOfActivity(row)
    const why = refusal('activity.change')
    if (why) return failed(`${title} stays`, new Error(why))
    const times = { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(endsAt).toISOString() }
    const before = client.getQueryData<Page<Activity>>(asked.queryKey)
    setConflict(null)
    if (before)
      client.setQueryData(asked.queryKey, {
        ...before,
        items: before.items.map((one) => (one.id === row.id ? { ...one, ...times } : one)),
      })
    command.mutate(
      {
        method: 'PATCH',
        path: `/activities/${row.id}`,
        body: row.kind === 'call' ? { startsAt: times.startsAt } : times,
        ifMatch: row.revision,
        touches: ['activity'],
      },
      {
        onSuccess: () => done(`${title} moved to ${dayAndTime(new Date(startsAt))}`),
        onError: (error) => {
          client.setQueryData(asked.queryKey, before)
          void client.invalidateQueries({ queryKey: asked.queryKey })
          setConflict({ title, reason: reasonOf(problemOf(error)) })
        },
      },
    )
  }

  return (
    <Screen
      title="Calendar"
      about={`Times are by the clocks of ${zone}. Drag an appointment or its end, or lift it with Space and move it with the arrows.`}
      actions={
        <Group gap={8}>
          <Button variant="default" aria-label="Earlier" onClick={() => go({ day: stepped(span, date, -1) })}>
            <ChevronLeft size={14} />
          </Button>
          <DayInput aria-label="Day" w={140} value={date} onChange={(next) => next && go({ day: next })} />
          <Button variant="default" aria-label="Later" onClick={() => go({ day: stepped(span, date, 1) })}>
            <ChevronRight size={14} />
          </Button>
          <SegmentedControl
            size="xs"
            aria-label="Shown"
            value={span}
            onChange={(next) => go({ span: next })}
            data={[
              { value: 'day', label: 'Day' },
              { value: 'week', label: 'Week' },
            ]}
          />
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
      {conflict && (
        <Alert
          color="red"
          role="alert"
          title={`${conflict.title} stays where it was`}
          withCloseButton
          closeButtonLabel="Close"
          onClose={() => setConflict(null)}
        >
          {conflict.reason}
        </Alert>
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
