import {
  type CollisionDetection,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type KeyboardCoordinateGetter,
  useDroppable,
} from '@dnd-kit/core'
import { type CSSProperties, useState } from 'react'
import { useLifting } from '../../../ui/dragging.tsx'
import { dayAndTime } from '../../../ui/format.ts'
import { formatsNow } from '../../../ui/formats.ts'
import type { Activity } from '../activity.entry.ts'
import { titleOfActivity } from '../choices.ts'
import { Chip, ChipFace } from './chip.tsx'
import classes from './grid.module.css'
import { endOf, hoursOf, placedOn, slotAt, slotsIn } from './plan.ts'

interface GridProps {
  days: readonly string[]
  today: string
  rows: readonly Activity[]
  /** Nothing can be moved. */
  still: boolean
  onMove: (row: Activity, startsAt: number, endsAt: number) => void
  onOpen: (id: string) => void
  /** An empty half hour was chosen. */
  onChoose: (at: number) => void
}

const idOf = (day: string, slot: number) => `${day} ${slot}`
const slotIn = (id: string | number | undefined) => {
  const [day, slot] = String(id ?? '').split(' ')
  return day && slot !== undefined ? { day, slot: Number(slot) } : undefined
}

/** Where the upper edge of what is dragged is: there an appointment begins. */
const underTop: CollisionDetection = ({ collisionRect, droppableRects, droppableContainers }) => {
  const [x, y] = [collisionRect.left + 8, collisionRect.top + 3]
  return droppableContainers.flatMap((container) => {
    const rect = droppableRects.get(container.id)
    const isUnder = rect && x >= rect.left && x < rect.right && y >= rect.top && y < rect.bottom
    return isUnder ? [{ id: container.id }] : []
  })
}

const bySlot =
  (days: readonly string[]): KeyboardCoordinateGetter =>
  (event, { context: { over, droppableRects }, currentCoordinates }) => {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.code]
    if (!way) return undefined
    event.preventDefault()
    const here = slotIn(over?.id)
    const [across = 0, down = 0] = way
    const day = here && days[days.indexOf(here.day) + across]
    const next = day && droppableRects.get(idOf(day, here.slot + down))
    const from = over && droppableRects.get(over.id)
    return next && from
      ? { x: currentCoordinates.x + next.left - from.left, y: currentCoordinates.y + next.top - from.top }
      : undefined
  }

const head = (day: string) =>
  new Intl.DateTimeFormat(formatsNow().locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`))

/** Days beside each other, with what there is on them. */
export function Grid({ days, today, rows, still, onMove, onOpen, onChoose }: GridProps) {
  const { timeZone } = formatsNow()
  const hours = hoursOf(days, rows, timeZone)
  const [dragged, setDragged] = useState<Activity | null>(null)
  const sensors = useLifting(bySlot(days))
  const rowOf = (id: string | number) => rows.find((one) => one.id === String(id).split(' ')[0])
  const isEnd = (id: string | number) => String(id).endsWith(' end')
  const wordsOf = (id: string | number | undefined) => {
    const found = slotIn(id)
    return found ? dayAndTime(new Date(slotAt(found.day, found.slot, hours, timeZone))) : 'nowhere'
  }
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null)
    const row = rowOf(active.id)
    const to = slotIn(over?.id)
    if (!row || !to) return
    const start = Date.parse(row.startsAt ?? '')
    if (isEnd(active.id)) {
      const end = slotAt(to.day, to.slot + 1, hours, timeZone)
      if (end > start && end !== endOf(row)) onMove(row, start, end)
      return
    }
    const startsAt = slotAt(to.day, to.slot, hours, timeZone)
    if (startsAt !== start) onMove(row, startsAt, startsAt + endOf(row) - start)
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={underTop}
      onDragStart={({ active }) => setDragged(isEnd(active.id) ? null : (rowOf(active.id) ?? null))}
      onDragEnd={drop}
      onDragCancel={() => setDragged(null)}
      accessibility={{
        screenReaderInstructions: {
          draggable:
            'Press Space to lift the appointment or its end, the arrows to choose a day and a time, Space to put it down, Escape to leave it.',
        },
        announcements: {
          onDragStart: ({ active }) => `${titleOfActivity(rowOf(active.id) ?? {})} lifted.`,
          onDragOver: ({ over }) => `Over ${wordsOf(over?.id)}.`,
          onDragEnd: ({ over }) => `Put down at ${wordsOf(over?.id)}.`,
          onDragCancel: () => 'Left where it was.',
        },
      }}
    >
      <section
        className={classes.scroller}
        aria-label="Appointments by day"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        <div className={classes.grid} style={{ '--days': days.length } as CSSProperties}>
          <div />
          {days.map((day) => (
            <h2 key={day} className={classes.head} data-today={day === today}>
              {head(day)}
            </h2>
          ))}
          <div className={classes.hours} aria-hidden>
            {Array.from({ length: hours.last - hours.first }, (_, n) => hours.first + n).map((hour) => (
              <div key={hour} className={classes.hour}>
                {hour}:00
              </div>
            ))}
          </div>
          {days.map((day) => (
            <section key={day} className={classes.day} aria-label={head(day)}>
              {Array.from({ length: slotsIn(hours) }, (_, slot) => idOf(day, slot)).map((id, slot) => (
                <Slot
                  key={id}
                  id={id}
                  label={`Book ${wordsOf(id)}`}
                  still={still}
                  onChoose={() => onChoose(slotAt(day, slot, hours, timeZone))}
                />
              ))}
              {placedOn(day, rows, hours, timeZone).map((placed) => (
                <Chip
                  key={placed.row.id}
                  placed={placed}
                  still={still}
                  onOpen={() => onOpen(placed.row.id)}
                />
              ))}
            </section>
          ))}
        </div>
      </section>
      <DragOverlay dropAnimation={null}>{dragged && <ChipFace row={dragged} lifted />}</DragOverlay>
    </DndContext>
  )
}

/** An empty half hour: a click books it; by keyboard there is the button above. */
function Slot({
  id,
  label,
  still,
  onChoose,
}: {
  id: string
  label: string
  still: boolean
  onChoose: () => void
}) {
  const { setNodeRef, isOver } = useDroppable({ id })
  return (
    <button
      ref={setNodeRef}
      type="button"
      tabIndex={-1}
      disabled={still}
      aria-label={label}
      className={classes.slot}
      data-over={isOver}
      onClick={onChoose}
    />
  )
}
