import { useTrace } from '../../../live/traces.ts'
import { useName } from '../../../records/names.ts'
import { useReferenceNow } from '../../../time/use-time.ts'
import { Draggable } from '../../../ui/dragging.tsx'
import { day, duration, percent } from '../../../ui/format.ts'
import { formatsNow } from '../../../ui/formats.ts'
import { MoneyValue } from '../../../ui/values.tsx'
import { dateAt } from '../../../ui/zone.ts'
import classes from './board.module.css'
import type { Card } from './board.ts'

export function DraggableCard({ card, still, onOpen }: { card: Card; still: boolean; onOpen: () => void }) {
  return (
    <Draggable id={card.id} noun="card" still={still} className={classes.holder} onOpen={onOpen}>
      <CardFace card={card} />
    </Draggable>
  )
}

export function CardFace({ card, lifted = false }: { card: Card; lifted?: boolean }) {
  const trace = useTrace('opportunity', card.id)
  const account = useName(
    'account',
    card.accountId ?? '',
    card.accountName ?? (card.accountId ? undefined : ''),
  )
  const owner = useName('user', card.ownerId ?? '', card.ownerName ?? (card.ownerId ? undefined : ''))
  const now = useReferenceNow(60_000)
  const late =
    card.status === 'open' &&
    Boolean(card.closeDate) &&
    String(card.closeDate) < dateAt(now, formatsNow().timeZone)
  const when = card.closeDate
    ? `${late ? 'overdue, ' : ''}${day(card.closeDate)}`
    : card.stageSince && `${duration(now.getTime() - Date.parse(card.stageSince))} here`
  return (
    <article
      className={classes.card}
      data-lifted={lifted}
      data-traced={trace !== undefined}
      aria-label={card.name}
    >
      <strong className={classes.name}>{card.name}</strong>
      <div className={classes.cardLine}>
        <span>{account}</span>
        {card.amount && (
          <span className={classes.fixed}>
            <MoneyValue value={card.amount} exact={false} />
          </span>
        )}
      </div>
      <div className={classes.cardLine}>
        <span>
          {owner}
          {card.probabilityOverridden &&
            card.probability !== undefined &&
            ` · ${percent(card.probability)} by hand`}
        </span>
        <span className={`${classes.fixed} ${late ? classes.late : ''}`}>{when}</span>
      </div>
      {trace && (
        <div className={classes.trace} role="status">
          {trace.actorName}: {trace.title}
        </div>
      )}
    </article>
  )
}
