import { Link } from '@tanstack/react-router'
import {
  CornerDownRight,
  FileCheck,
  FileText,
  Landmark,
  type LucideIcon,
  MessageSquare,
  Package,
  Paperclip,
  PencilLine,
  Ticket,
} from 'lucide-react'
import { useState } from 'react'
import { entryOf } from '../../../records/entry.ts'
import { actorWords } from '../../../records/history-words.ts'
import { Why } from '../../../records/why.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useTime } from '../../../time/use-time.ts'
import { duration, sentence } from '../../../ui/format.ts'
import { MoneyValue, Tag } from '../../../ui/values.tsx'
import { ActivityMenu, useActivityActions } from '../actions.tsx'
import type { Activity } from '../activity.entry.ts'
import { kindIcons, labelOf, nameOfKind, outcomes } from '../choices.ts'
import { People, Records, Written } from '../shown.tsx'
import type { TimelineItem } from '../timeline.entry.ts'
import classes from './timeline.module.css'

const icons: Readonly<Record<string, LucideIcon>> = {
  ...kindIcons,
  message: MessageSquare,
  ticket: Ticket,
  quote: FileText,
  order: Package,
  invoice: FileCheck,
  payment: Landmark,
  file: Paperclip,
  change: PencilLine,
}

/** One thing in the story of a customer; `page` is the record on whose page it stands. */
export function TimelineEntry({ item, page }: { item: TimelineItem; page: string }) {
  const Icon = icons[item.kind] ?? PencilLine
  return (
    <li
      className={classes.entry}
      data-kind={item.kind}
      data-cancelled={item.activity?.status === 'cancelled'}
    >
      <span className={classes.mark} aria-hidden>
        <Icon size={13} />
      </span>
      <div className={classes.body}>
        {item.activity ? (
          <Done row={item.activity} page={page} />
        ) : item.event ? (
          <Changed item={item} event={item.event} />
        ) : (
          <Other item={item} page={page} />
        )}
      </div>
    </li>
  )
}

function Done({ row, page }: { row: Activity; page: string }) {
  const actions = useActivityActions(row)
  const others = row.regarding?.filter(({ id }) => id !== page) ?? []
  const facts = [
    row.kind === 'call' && labelOf(outcomes, row.outcome),
    row.durationSeconds ? duration(row.durationSeconds * 1000) : '',
    row.subject ? row.purpose : '',
    row.location,
    row.kind === 'email' && fromTo(row),
    row.kind === 'sms' && (row.direction === 'inbound' ? 'came' : 'sent'),
    row.kind === 'email' && row.repliedAt && 'answered',
  ].filter(Boolean)
  return (
    <>
      <p className={classes.line}>
        <Link to="/$path/$id" params={{ path: 'activities', id: row.id }} className={classes.title}>
          {row.subject ?? row.purpose ?? nameOfKind(row)}
        </Link>
        {row.status === 'cancelled' && <Tag>Cancelled</Tag>}
        {facts.length > 0 && <span className={classes.quiet}>{facts.join(' · ')}</span>}
        {row.followUp && (
          <span className={classes.quiet}>
            <CornerDownRight size={12} aria-hidden /> follow-up {row.followUp}
          </span>
        )}
        <span className={classes.meta}>
          {row.madeByName ?? row.assigneeName}
          {row.at && (
            <>
              {' '}
              · <InstantValue at={row.at} />
            </>
          )}
        </span>
        <ActivityMenu row={row} actions={actions} />
      </p>
      {row.body && <Folded text={row.body} />}
      {row.participants && row.participants.length > 0 && (
        <p className={classes.quiet}>
          With <People value={row.participants} />
        </p>
      )}
      {others.length > 0 && (
        <p className={classes.quiet}>
          About <Records value={others} />
        </p>
      )}
      {row.cancelledReason && <p className={classes.quiet}>“{row.cancelledReason}”</p>}
      {actions.dialogs}
    </>
  )
}

/** From or to whom it went, whichever is the other side. */
function fromTo({ email, direction }: Activity): string {
  const all = direction === 'outbound' ? email?.to : email?.from && [email.from]
  const [first, ...more] = (all ?? []).map(({ name, address }) => name ?? address)
  if (first === undefined) return ''
  return `${direction === 'outbound' ? 'to' : 'from'} ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`
}

function Other({ item, page }: { item: TimelineItem; page: string }) {
  const { record, title, text, status, amount, author, at, kind } = item
  const path = entryOf(record.model)?.path
  const words = kind === 'message' ? title : `${sentence(kind)} ${title}`
  return (
    <>
      <p className={classes.line}>
        {path && record.id !== page ? (
          <Link to="/$path/$id" params={{ path, id: record.id }} className={classes.title}>
            {words}
          </Link>
        ) : (
          <strong className={classes.title}>{words}</strong>
        )}
        {status && <Tag>{sentence(status)}</Tag>}
        {amount && <MoneyValue value={amount} />}
        {kind === 'message' && record.id !== page && record.name && (
          <span className={classes.quiet}>on {record.name}</span>
        )}
        <span className={classes.meta}>
          {author && `${author} · `}
          <InstantValue at={at} />
        </span>
      </p>
      {text && <Folded text={text} />}
    </>
  )
}

function Changed({ item, event }: { item: TimelineItem; event: NonNullable<TimelineItem['event']> }) {
  const [asked, setAsked] = useState(false)
  const { go, view } = useTime()
  return (
    <>
      <p className={classes.line}>
        <span>{item.title}</span>
        <span className={classes.meta}>
          {actorWords(event.actor)} · <InstantValue at={item.at} />
        </span>
        <span className={classes.asks}>
          <button type="button" onClick={() => setAsked(!asked)} aria-expanded={asked}>
            Why?
          </button>
          <button
            type="button"
            onClick={() => go(view?.basis === 'recorded' ? event.recordedAt : event.occurredAt)}
          >
            As it was then
          </button>
        </span>
      </p>
      {asked && <Why eventId={event.id} />}
    </>
  )
}

/** Longer texts show how they begin. */
const long = 600

function Folded({ text }: { text: string }) {
  const [open, setOpen] = useState(false)
  const isLong = text.length > long
  return (
    <div className={classes.text}>
      <Written text={isLong && !open ? `${text.slice(0, long)}…` : text} />
      {isLong && (
        <button type="button" className={classes.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Less' : 'All of it'}
        </button>
      )}
    </div>
  )
}
