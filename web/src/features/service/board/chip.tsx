import { Draggable } from '../../../ui/dragging.tsx'
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
  return (
    <Draggable
      id={row.id}
      noun="appointment"
      still={still}
      className={classes.holder}
      style={{ '--cells': width } as React.CSSProperties}
      onOpen={onOpen}
    >
      <ChipFace row={row} />
    </Draggable>
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
