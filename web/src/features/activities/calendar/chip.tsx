import { useDraggable } from '@dnd-kit/core'
import type { CSSProperties } from 'react'
import { Draggable } from '../../../ui/dragging.tsx'
import { formatsNow } from '../../../ui/formats.ts'
import { wallAt } from '../../../ui/zone.ts'
import type { Activity } from '../activity.entry.ts'
import { titleOfActivity } from '../choices.ts'
import classes from './grid.module.css'
import { endOf, type Placed } from './plan.ts'

const two = (value: number) => String(value).padStart(2, '0')
export const clockAt = (at: number): string => {
  const { hour, minute } = wallAt(new Date(at), formatsNow().timeZone)
  return `${hour}:${two(minute)}`
}

/** An appointment where it stands: opened, moved, and made longer or shorter at its end. */
export function Chip({ placed, still, onOpen }: { placed: Placed; still: boolean; onOpen: () => void }) {
  const { row, top, height, lane, lanes } = placed
  const at = (from: number, tall: number) =>
    ({ '--top': from, '--height': tall, '--lane': lane, '--lanes': lanes }) as CSSProperties
  const isFixed = still || row.status !== 'open'
  return (
    <>
      <Draggable
        id={row.id}
        noun="appointment"
        still={isFixed}
        className={classes.holder}
        style={at(top, height)}
        onOpen={onOpen}
      >
        <ChipFace row={row} />
      </Draggable>
      {!isFixed && <Grip row={row} style={at(top + height - 0.3, 0.3)} />}
    </>
  )
}

export function ChipFace({ row, lifted = false }: { row: Activity; lifted?: boolean }) {
  const title = titleOfActivity(row)
  const guests = row.participants?.map(({ name }) => name).filter(Boolean)
  return (
    <article className={classes.chip} data-lifted={lifted} data-free={!row.exclusive} aria-label={title}>
      <strong>{title}</strong>
      <span>
        {clockAt(Date.parse(row.startsAt ?? ''))} to {clockAt(endOf(row))}
        {guests && guests.length > 0 && `, ${guests.join(', ')}`}
      </span>
    </article>
  )
}

/** Its end, which is dragged or lifted by itself. */
function Grip({ row, style }: { row: Activity; style: CSSProperties }) {
  const { attributes, listeners, setNodeRef } = useDraggable({
    id: `${row.id} end`,
    attributes: { roleDescription: 'end that can be moved' },
  })
  return (
    <div
      ref={setNodeRef}
      {...attributes}
      {...listeners}
      {...{ 'aria-label': `End of ${titleOfActivity(row)}, ${clockAt(endOf(row))}` }}
      className={`${classes.holder} ${classes.grip}`}
      style={style}
    />
  )
}
