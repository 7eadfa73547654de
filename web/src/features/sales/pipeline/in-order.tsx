import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  type KeyboardCoordinateGetter,
  useDraggable,
  useDroppable,
} from '@dnd-kit/core'
import { GripVertical } from 'lucide-react'
import { createContext, type ReactNode, useContext } from 'react'
import { useLifting } from '../../../ui/dragging.tsx'
import classes from './in-order.module.css'

interface Thing {
  id: string
  name: string
}

const Still = createContext(false)

/** Up and down go from row to row. */
const rowByRow: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const way = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0
  if (way === 0) return undefined
  event.preventDefault()
  const tops = [...context.droppableContainers.getEnabled()]
    .flatMap(({ rect }) => rect.current?.top ?? [])
    .sort((a, b) => a - b)
  const here = context.collisionRect?.top ?? currentCoordinates.y
  const next = way > 0 ? tops.find((top) => top > here + 1) : tops.findLast((top) => top < here - 1)
  return next === undefined ? undefined : { x: currentCoordinates.x, y: next }
}

/** Rows whose order is changed by dragging their handles, with the pointer or by keyboard. */
export function InOrder({
  things,
  still,
  onMove,
  children,
}: {
  things: readonly Thing[]
  /** Nothing can be moved. */
  still: boolean
  onMove: (id: string, place: number) => void
  children: ReactNode
}) {
  const sensors = useLifting(rowByRow)
  const placeOf = (id: string | number | undefined) => things.findIndex((thing) => thing.id === id)
  const nameOf = (id: string | number) => things[placeOf(id)]?.name ?? 'It'
  const words = (id: string | number | undefined) =>
    placeOf(id) < 0 ? 'nowhere' : `place ${placeOf(id) + 1} of ${things.length}`
  const drop = ({ active, over }: DragEndEvent) => {
    const place = placeOf(over?.id)
    if (place >= 0 && place !== placeOf(active.id)) onMove(String(active.id), place)
  }
  return (
    <Still value={still}>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={drop}
        accessibility={{
          screenReaderInstructions: {
            draggable:
              'Press Space to lift it, up and down to choose a place, Space to put it down, Escape to leave it.',
          },
          announcements: {
            onDragStart: ({ active }) => `${nameOf(active.id)} lifted.`,
            onDragOver: ({ over }) => `Over ${words(over?.id)}.`,
            onDragEnd: ({ over }) => `Put down at ${words(over?.id)}.`,
            onDragCancel: () => 'Left where it was.',
          },
        }}
      >
        {children}
      </DndContext>
    </Still>
  )
}

/** A row of a table that can be moved, unless it is fixed; its handle comes first. */
export function Movable({ id, name, fixed, children }: Thing & { fixed: boolean; children: ReactNode }) {
  const disabled = useContext(Still) || fixed
  const { setNodeRef: drops, isOver } = useDroppable({ id, disabled: fixed })
  const { setNodeRef: drags, attributes, listeners, transform, isDragging } = useDraggable({ id, disabled })
  return (
    <tr
      ref={(node) => {
        drops(node)
        drags(node)
      }}
      className={classes.row}
      data-over={isOver && !isDragging}
      data-lifted={isDragging}
      style={transform ? { transform: `translateY(${transform.y}px)` } : undefined}
    >
      <td className={classes.grip}>
        {!fixed && (
          <button
            type="button"
            {...attributes}
            {...listeners}
            className={classes.handle}
            aria-label={`Move ${name}`}
            disabled={disabled}
          >
            <GripVertical size={14} aria-hidden />
          </button>
        )}
      </td>
      {children}
    </tr>
  )
}
