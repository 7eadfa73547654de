import {
  type CollisionDetection,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type KeyboardCoordinateGetter,
  useDroppable,
} from '@dnd-kit/core'
import { useState } from 'react'
import type { Span } from '../../../time/span.ts'
import { useLifting } from '../../../ui/dragging.tsx'
import { dayAndTime } from '../../../ui/format.ts'
import { formatsNow } from '../../../ui/formats.ts'
import { wallAt } from '../../../ui/zone.ts'
import type { Appointment } from '../appointment.entry.ts'
import type { PlannedResource } from '../resource.entry.ts'
import { Chip, ChipFace } from './chip.tsx'
import classes from './grid.module.css'
import { type Cell, cellAt, widthIn } from './plan.ts'

interface GridProps {
  span: Span
  cells: readonly Cell[]
  resources: readonly PlannedResource[]
  appointments: readonly Appointment[]
  /** Nothing can be moved. */
  still: boolean
  onMove: (row: Appointment, resourceId: string, from: Cell, to: Cell) => void
  onOpen: (id: string) => void
}

const idOf = (resourceId: string, place: number) => `${resourceId} ${place}`

/** Where the beginning of what is dragged is: an appointment begins where its left edge is put down. */
const underLeftEdge: CollisionDetection = ({ collisionRect, droppableRects, droppableContainers }) => {
  const x = collisionRect.left + 6
  const y = collisionRect.top + collisionRect.height / 2
  return droppableContainers.flatMap((container) => {
    const rect = droppableRects.get(container.id)
    const isUnder = rect && x >= rect.left && x < rect.right && y >= rect.top && y < rect.bottom
    return isUnder ? [{ id: container.id }] : []
  })
}

/** From cell to cell, and from row to row. */
const cellByCell: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.code]
  if (!way) return undefined
  event.preventDefault()
  const [across = 0, down = 0] = way
  const rects = context.droppableContainers.getEnabled().flatMap(({ rect }) => rect.current ?? [])
  const moved = context.collisionRect
  if (!moved) return undefined
  const here = rects.find(
    (rect) =>
      moved.left + 6 >= rect.left &&
      moved.left + 6 < rect.right &&
      moved.top + moved.height / 2 >= rect.top &&
      moved.top + moved.height / 2 < rect.bottom,
  )
  if (!here) return undefined
  const there = rects
    .filter((rect) =>
      across !== 0
        ? Math.abs(rect.top - here.top) < 2 && (rect.left - here.left) * across > 1
        : Math.abs(rect.left - here.left) < 2 && (rect.top - here.top) * down > 1,
    )
    .sort(
      (a, b) =>
        Math.abs(a.left - here.left) +
        Math.abs(a.top - here.top) -
        Math.abs(b.left - here.left) -
        Math.abs(b.top - here.top),
    )[0]
  return (
    there && {
      x: currentCoordinates.x + there.left - here.left,
      y: currentCoordinates.y + there.top - here.top,
    }
  )
}

export function Grid({ span, cells, resources, appointments, still, onMove, onOpen }: GridProps) {
  const [dragged, setDragged] = useState<Appointment | null>(null)
  const sensors = useLifting(cellByCell)
  const rowOf = (id: string | number) => appointments.find((one) => one.id === id)
  const place = (id: string | number | undefined) => {
    const [resourceId = '', at = ''] = String(id ?? '').split(' ')
    const cell = cells[Number(at)]
    const resource = resources.find((one) => one.id === resourceId)
    return cell && resource ? { cell, resource } : undefined
  }
  const wordsOf = (id: string | number | undefined) => {
    const found = place(id)
    return found ? `${found.resource.name}, ${dayAndTime(new Date(found.cell.at))}` : 'nowhere'
  }
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null)
    const row = rowOf(active.id)
    const to = place(over?.id)
    const from = row && cells[Math.max(0, cellAt(cells, row.startsAt))]
    if (row && to && from) onMove(row, to.resource.id, from, to.cell)
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={underLeftEdge}
      onDragStart={({ active }) => setDragged(rowOf(active.id) ?? null)}
      onDragEnd={drop}
      onDragCancel={() => setDragged(null)}
      accessibility={{
        screenReaderInstructions: {
          draggable:
            'Press Space to lift the appointment, left and right to choose a time, up and down to choose a resource, Space to put it down, Escape to leave it.',
        },
        announcements: {
          onDragStart: ({ active }) => `${rowOf(active.id)?.title ?? 'The appointment'} lifted.`,
          onDragOver: ({ over }) => `Over ${wordsOf(over?.id)}.`,
          onDragEnd: ({ over }) => `Put down at ${wordsOf(over?.id)}.`,
          onDragCancel: () => 'Left where it was.',
        },
      }}
    >
      <section
        className={classes.scroller}
        aria-label="Appointments by resource"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        <div className={classes.grid} data-span={span}>
          <div className={classes.row}>
            <div className={classes.name} />
            {cells.map((cell) => (
              <div key={cell.at} className={classes.head}>
                {headOf(span, cell)}
              </div>
            ))}
          </div>
          {resources.map((resource) => (
            <section key={resource.id} className={classes.row} aria-label={resource.name}>
              <h2 className={classes.name}>{resource.name}</h2>
              {cells.map((cell, at) => (
                <Slot key={cell.at} id={idOf(resource.id, at)}>
                  {appointments
                    .filter((one) => one.resourceId === resource.id && cellAt(cells, one.startsAt) === at)
                    .map((one) => (
                      <Chip
                        key={one.id}
                        row={one}
                        width={span === 'day' ? widthIn(cells, at, one.endsAt) : 1}
                        still={still}
                        onOpen={() => onOpen(one.id)}
                      />
                    ))}
                </Slot>
              ))}
            </section>
          ))}
        </div>
      </section>
      <DragOverlay dropAnimation={null}>{dragged && <ChipFace row={dragged} lifted />}</DragOverlay>
    </DndContext>
  )
}

function Slot({ id, children }: { id: string; children: React.ReactNode }) {
  const { setNodeRef, isOver } = useDroppable({ id })
  return (
    <div ref={setNodeRef} className={classes.cell} data-over={isOver}>
      {children}
    </div>
  )
}

const weekday = () =>
  new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: formatsNow().timeZone,
  })

/** Of half hours, the whole ones have a word. */
function headOf(span: Span, { at }: Cell): string {
  if (span === 'week') return weekday().format(new Date(at))
  const { hour, minute } = wallAt(new Date(at), formatsNow().timeZone)
  return minute === 0 ? `${hour}:00` : ''
}
