import { Alert, Button, Group, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight, Plus } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Problem } from '../../../api/problem.ts'
import { derivedQuery } from '../../../api/queries.ts'
import type { Page } from '../../../api/shapes.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { useDirectory } from '../../../records/names.ts'
import { DayInput } from '../../../records/typed-inputs.tsx'
import type { Search } from '../../../time/time.ts'
import { useReferenceNow, useTime } from '../../../time/use-time.ts'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { dayAndTime } from '../../../ui/format.ts'
import { formatsNow } from '../../../ui/formats.ts'
import { done, failed, problemOf, reasonOf } from '../../../ui/notices.ts'
import { Screen } from '../../../ui/screen.tsx'
import { Empty, Failure, Waiting } from '../../../ui/states.tsx'
import { dateAt } from '../../../ui/zone.ts'
import type { Appointment } from '../appointment.entry.ts'
import type { PlannedResource } from '../resource.entry.ts'
import { BookDialog } from './book-dialog.tsx'
import { Grid } from './grid.tsx'
import { type Cell, cellsOf, firstOf, type Span, startIn, stepped } from './plan.ts'
import { UseReport } from './use-report.tsx'

/** What was not moved, and why: whose time it is already. */
interface Conflict {
  title: string
  problem: Problem
}

/** Whose time it is, as far as one sees them. */
const holdersIn = ({ details }: Problem) =>
  (Array.isArray(details?.candidates) ? details.candidates : []) as { id: string; name: string }[]

/** Who is where: appointments by resource on a day or in a week, moved by dragging or by keyboard (SVC-02). */
export function ServiceBoard() {
  const { view, past } = useTime()
  const now = useReferenceNow(60_000)
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const client = useQueryClient()
  const command = useCommand()
  const refusal = useRefusal()
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const [booking, setBooking] = useState(false)
  useLive('appointment')
  const { timeZone } = formatsNow()
  const span: Span = search.span === 'week' ? 'week' : 'day'
  const date = firstOf(span, search.day ?? dateAt(now, timeZone))
  const cells = cellsOf(span, date, timeZone)
  const resources = useDirectory<PlannedResource>('resource').filter(({ archived }) => !archived)
  const asked = derivedQuery<Page<Appointment>>(
    'appointment',
    '/appointments',
    {
      cancelled: 'false',
      startsAtFrom: new Date((cells[0]?.at ?? 0) - 86_400_000).toISOString(),
      startsAtTo: new Date((cells.at(-1)?.ends ?? 0) - 1).toISOString(),
      limit: 200,
    },
    view,
  )
  const query = useQuery({ ...asked, placeholderData: keepPreviousData })
  const go = (part: Partial<Search>) =>
    void navigate({ to: '.', search: (before: Search) => ({ ...before, ...part }), replace: true })

  const move = (row: Appointment, resourceId: string, from: Cell, to: Cell) => {
    const startsAt = startIn(span, row, from, to)
    if (resourceId === row.resourceId && startsAt === row.startsAt) return
    const why = refusal('appointment.move')
    if (why) return failed(`${row.title} stays`, new Error(why))
    const before = client.getQueryData<Page<Appointment>>(asked.queryKey)
    const length = Date.parse(row.endsAt ?? '') - Date.parse(row.startsAt ?? '')
    const endsAt = new Date(Date.parse(startsAt) + length).toISOString()
    setConflict(null)
    if (before)
      client.setQueryData(asked.queryKey, {
        ...before,
        items: before.items.map((one) =>
          one.id === row.id ? { ...one, resourceId, startsAt, endsAt } : one,
        ),
      })
    command.mutate(
      {
        method: 'POST',
        path: `/appointments/${row.id}/move`,
        body: { resourceId, startsAt },
        ifMatch: row.revision,
        touches: ['appointment'],
      },
      {
        onSuccess: () => done(`${row.title} moved to ${dayAndTime(new Date(startsAt))}`),
        onError: (error) => {
          client.setQueryData(asked.queryKey, before)
          void client.invalidateQueries({ queryKey: asked.queryKey })
          setConflict({ title: row.title ?? 'The appointment', problem: problemOf(error) })
        },
      },
    )
  }

  return (
    <Screen
      title="Service board"
      about="Who is where. Drag an appointment to another time or resource, or lift it with Space and move it with the arrows."
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
          <WriteButton
            permission="appointment.book"
            leftSection={<Plus size={14} />}
            onClick={() => setBooking(true)}
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
          {reasonOf(conflict.problem)}{' '}
          {holdersIn(conflict.problem).map(({ id, name }) => (
            <Reference key={id} model="appointment" id={id} name={name} />
          ))}
        </Alert>
      )}
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={6} label="Loading the board" />
      ) : resources.length === 0 ? (
        <Empty title="There are no resources yet">
          Write down who and what is planned under Resources, then book their time here.
        </Empty>
      ) : (
        <Grid
          span={span}
          cells={cells}
          resources={resources}
          appointments={query.data.items}
          still={past}
          onMove={move}
          onOpen={(id) => void navigate({ to: '/$path/$id', params: { path: 'appointments', id } })}
        />
      )}
      <UseReport from={date} to={span === 'week' ? stepped('day', date, 6) : date} />
      {booking && <BookDialog onClose={() => setBooking(false)} />}
    </Screen>
  )
}
