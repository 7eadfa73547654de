import { useDraggable } from '@dnd-kit/core'
import { formatsNow } from '../../../ui/formats.ts'
import { wallAt } from '../../../ui/zone.ts'
import type { Appointment } from '../appointment.entry.ts'
import classes from './grid.module.css'

const two = (value: number) => String(value).padStart(2, '0')
const time = (at: string | undefined) => {
  const { hour, minute } = wallAt(new Date(at ?? ''), formatsNow().timeZone)
  return `${hour}:${two(minute)}`
}

export function Chip({
  row,
  width,
  still,
  onOpen,
}: {
  row: Appointment
  /** In cells. */
  width: number
  still: boolean
  onOpen: () => void
}) {
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({
    id: row.id,
    disabled: still,
    attributes: { roleDescription: 'appointment that can be moved' },
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dnd-kit's attributes make it a button
    <div
      ref={setNodeRef}
      {...attributes}
      {...listeners}
      className={classes.holder}
      style={{ '--cells': width } as React.CSSProperties}
      data-dragged={isDragging}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !isDragging) {
          event.preventDefault()
          onOpen()
        } else listeners?.onKeyDown?.(event)
      }}
    >
      <ChipFace row={row} />
    </div>
  )
}

export function ChipFace({ row, lifted = false }: { row: Appointment; lifted?: boolean }) {
  return (
    <article className={classes.chip} data-lifted={lifted} aria-label={row.title}>
      <strong>{row.title}</strong>
      <span>
        {time(row.startsAt)} to {time(row.endsAt)}
      </span>
    </article>
  )
}
