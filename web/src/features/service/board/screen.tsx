import { Group } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Problem } from '../../../api/problem.ts'
import { derivedQuery } from '../../../api/queries.ts'
import type { Page } from '../../../api/shapes.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { StayedAlert, useMoving } from '../../../records/moving.tsx'
import { useDirectory } from '../../../records/names.ts'
import { SpanControls } from '../../../records/span-controls.tsx'
import { firstOf, type Span, stepped } from '../../../time/span.ts'
import type { Search } from '../../../time/time.ts'
import { useReferenceNow, useTime } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { formatsNow } from '../../../ui/formats.ts'
import { reasonOf } from '../../../ui/notices.ts'
import { Screen } from '../../../ui/screen.tsx'
import { Empty, Failure, Waiting } from '../../../ui/states.tsx'
import { dateAt } from '../../../ui/zone.ts'
import type { Appointment } from '../appointment.entry.ts'
import type { PlannedResource } from '../resource.entry.ts'
import { BookDialog } from './book-dialog.tsx'
import { Grid } from './grid.tsx'
import { type Cell, cellsOf, startIn } from './plan.ts'
import { UseReport } from './use-report.tsx'

/** Whose time it is, as far as one sees them. */
const holdersIn = ({ details }: Problem) =>
  (Array.isArray(details?.candidates) ? details.candidates : []) as { id: string; name: string }[]

/** Who is where: appointments by resource on a day or in a week, moved by dragging or by keyboard (SVC-02). */
export function ServiceBoard() {
  const { view, past } = useTime()
  const now = useReferenceNow(60_000)
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
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
  const moving = useMoving<Appointment>('appointment', { ...asked, permission: 'appointment.move' })
  const go = (part: Partial<Search>) =>
    void navigate({ to: '.', search: (before: Search) => ({ ...before, ...part }), replace: true })

  const move = (row: Appointment, resourceId: string, from: Cell, to: Cell) => {
    const startsAt = startIn(span, row, from, to)
    if (resourceId === row.resourceId && startsAt === row.startsAt) return
    const length = Date.parse(row.endsAt ?? '') - Date.parse(row.startsAt ?? '')
    const endsAt = new Date(Date.parse(startsAt) + length).toISOString()
    moving.move(row, {
      title: row.title ?? 'The appointment',
      startsAt,
      shown: { resourceId, startsAt, endsAt },
      method: 'POST',
      path: `/appointments/${row.id}/move`,
      body: { resourceId, startsAt },
    })
  }

  return (
    <Screen
      title="Service board"
      about="Who is where. Drag an appointment to another time or resource, or lift it with Space and move it with the arrows."
      actions={
        <Group gap={8}>
          <SpanControls span={span} date={date} onChange={go} />
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
      {moving.stayed && (
        <StayedAlert title={moving.stayed.title} onClose={moving.forget}>
          {reasonOf(moving.stayed.problem)}{' '}
          {holdersIn(moving.stayed.problem).map(({ id, name }) => (
            <Reference key={id} model="appointment" id={id} name={name} />
          ))}
        </StayedAlert>
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
