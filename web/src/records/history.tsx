import { useInfiniteQuery } from '@tanstack/react-query'
import {
  ArrowRight,
  Bot,
  History as HistoryIcon,
  KeyRound,
  Scissors,
  Timer,
  Undo2,
  UserRound,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { HistoryEvent } from '../api/models.ts'
import { historyQuery } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { InstantValue } from '../time/instant.tsx'
import { useTime } from '../time/use-time.ts'
import { Earlier } from '../ui/earlier.tsx'
import { counted, sentence, timesInWords } from '../ui/format.ts'
import { Empty, Failure, Waiting } from '../ui/states.tsx'
import { Nothing } from '../ui/values.tsx'
import { entryOf } from './entry.ts'
import { equal } from './equal.ts'
import type { Field } from './field.ts'
import { AnyValue, FieldValue, Reference } from './field-value.tsx'
import classes from './history.module.css'
import { actorWords, sourceWords, viaWords } from './history-words.ts'
import { ExportButton } from './proof/export.tsx'
import { Proof } from './proof/proof.tsx'
import type { Resource } from './resource.ts'
import { useUndo } from './undo.tsx'
import { Why } from './why.tsx'

/** Everything that ever happened to a record: what, who, when, by which way, why, and each field before and after. */
export function HistoryTab({ resource, id }: { resource: Resource; id: string }) {
  const { view } = useTime()
  const may = useMay()
  const query = useInfiniteQuery(historyQuery(resource.model, `/${resource.path}`, id, view))
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={8} label="Loading the history" />
  const events = query.data.pages.flatMap(({ items }) => items)
  const missing = query.data.pages[0]?.missing
  if (events.length === 0 && !missing) return <Empty title="Nothing had happened yet" />
  return (
    <>
      {may('export.create') && !view && (
        <div className={classes.tools}>
          <ExportButton
            query={{ kind: 'record', aggregate: resource.model, id }}
            about={`Every event of this ${resource.one}, as it is in the log.`}
          />
        </div>
      )}
      <ol className={classes.events} aria-label="History, newest first">
        {events.map((event) => (
          <HistoryEntry key={event.id} event={event} fields={resource.fields} model={resource.model} />
        ))}
      </ol>
      <Earlier query={query} />
      {missing && !query.hasNextPage && <Missing {...missing} />}
    </>
  )
}

/** What an operator of the event store has let go of, where it would stand. */
function Missing({ from, to }: { from: number; to: number | null }) {
  const revisions =
    to === null ? 'all revisions' : from === to ? `revision ${from}` : `revisions ${from} to ${to}`
  return (
    <p className={classes.missing} role="note">
      <Scissors size={14} aria-hidden /> The event store was told to let go of {revisions} of this record.
      What happened then is not known any more, and nothing more can be changed here.
    </p>
  )
}

export function HistoryEntry({
  event,
  fields,
  model,
  of,
  from,
}: {
  event: HistoryEvent
  fields: readonly Field[]
  /** What kind of record it is of, where it can be taken back from here. */
  model?: string
  /** Which record it is of, where that is not the one on screen. */
  of?: ReactNode
  /** From where, where that is known. */
  from?: ReactNode
}) {
  const { go, view } = useTime()
  const [asked, setAsked] = useState(false)
  const [proving, setProving] = useState(false)
  const may = useMay()
  const at = view?.basis === 'recorded' ? event.recordedAt : event.occurredAt
  const late = Math.abs(Date.parse(event.recordedAt) - Date.parse(event.occurredAt)) > 60_000
  const Icon = iconOf(event)
  return (
    <li className={classes.event}>
      <span className={classes.mark} aria-hidden>
        <Icon size={14} />
      </span>
      <div className={classes.body}>
        <p className={classes.line}>
          <strong>{timesInWords(event.title)}</strong>
          {of}
          <span className={classes.meta}>
            {actorWords(event.actor)}
            {from} · {sourceWords(event) ?? viaWords(event.via)} · <InstantValue at={event.occurredAt} />
            {late && (
              <>
                {' '}
                · recorded <InstantValue at={event.recordedAt} />
              </>
            )}
          </span>
        </p>
        {event.reason?.text || event.reason?.code ? (
          <p className={classes.reason}>“{event.reason.text ?? sentence(event.reason.code ?? '')}”</p>
        ) : null}
        {event.text && <p className={classes.said}>{event.text}</p>}
        {event.changes.length > 0 && <Changes event={event} fields={fields} />}
        <p className={classes.actions}>
          <button type="button" onClick={() => setAsked(!asked)} aria-expanded={asked}>
            Why?
          </button>
          {may('log.read') && (
            <button type="button" onClick={() => setProving(!proving)} aria-expanded={proving}>
              Prove it
            </button>
          )}
          {event.undoable && model !== undefined && !view && <UndoButton event={event} model={model} />}
          <button type="button" onClick={() => go(at)}>
            <HistoryIcon size={12} /> As it was then
          </button>
          <span className={classes.type}>
            {event.type} · revision {event.revision}
          </span>
        </p>
        {asked && <Why eventId={event.id} />}
        {proving && <Proof event={event} />}
      </div>
    </li>
  )
}

function UndoButton({ event, model }: { event: HistoryEvent; model: string }) {
  const { undo, isPending } = useUndo({ model })
  return (
    <button type="button" disabled={isPending} onClick={() => void undo(event.id)}>
      <Undo2 size={12} /> Undo
    </button>
  )
}

type Change = HistoryEvent['changes'][number]

/** What people know by name stands first; the rest of what an event changed is one click away. */
function Changes({ event, fields }: { event: HistoryEvent; fields: readonly Field[] }) {
  const [all, setAll] = useState(false)
  const changes = event.changes.filter(({ before, after }) => !isNothing(before) || !isNothing(after))
  const known = changes.filter((change) => fieldOf(change, fields))
  const rest = changes.filter((change) => !fieldOf(change, fields))
  const few = rest.length <= 4
  const shown = all || few ? [...known, ...rest] : known
  return (
    <>
      {shown.length > 0 && (
        <table className={classes.changes}>
          <thead className={classes.hidden}>
            <tr>
              <th>Field</th>
              <th>Before</th>
              <th>After</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((change) => (
              <ChangeRow key={change.field} change={change} field={fieldOf(change, fields)} />
            ))}
          </tbody>
        </table>
      )}
      {!few && (
        <button type="button" className={classes.more} onClick={() => setAll(!all)} aria-expanded={all}>
          {all
            ? 'Less'
            : `${known.length > 0 ? 'and ' : ''}${counted(rest.length, 'more field', 'more fields')}`}
        </button>
      )}
    </>
  )
}

function ChangeRow({ change, field }: { change: Change; field: Field | undefined }) {
  const { field: key, before, after } = difference(change)
  const whole = field?.key === key ? field : undefined
  const inner = field && key.slice(field.key.length + 1)
  // A score that holds a score is called a score once.
  const label =
    field && (inner === '' || inner === field.key)
      ? field.label
      : field
        ? `${field.label}: ${sentence(inner ?? '').toLowerCase()}`
        : sentence(key.replace(/Id$/, ''))
  const show = (value: unknown) =>
    whole ? <FieldValue field={whole} value={value} /> : <Unknown name={key} value={value} />
  return (
    <tr>
      <th>{label}</th>
      <td className={classes.before}>{isNothing(before) ? <Nothing /> : <del>{show(before)}</del>}</td>
      <td className={classes.after}>
        <ArrowRight size={12} aria-label="to" /> {show(after)}
      </td>
    </tr>
  )
}

/** A value of a field that no screen has: `userId` is a user, whatever it is of. */
function Unknown({ name, value }: { name: string; value: unknown }) {
  const model = name.endsWith('Id') ? name.slice(0, -2) : ''
  return typeof value === 'string' && entryOf(model) ? (
    <Reference model={model} id={value} />
  ) : (
    <AnyValue value={value} />
  )
}

/** Of a list only what left it and what came into it. */
function difference(change: Change): Change {
  const { field, before, after } = change
  if (!Array.isArray(before) || !Array.isArray(after)) return change
  const without = (all: unknown[], others: unknown[]) =>
    all.filter((one) => !others.some((other) => equal(one, other)))
  const [gone, come] = [without(before, after), without(after, before)]
  return { field, before: gone.length > 0 ? gone : null, after: come.length > 0 ? come : null }
}

/** The field of `name.last` is `name`. */
function fieldOf({ field: path }: Change, fields: readonly Field[]): Field | undefined {
  return fields.find(({ key }) => path === key || path.startsWith(`${key}.`))
}

const isNothing = (value: unknown) => value === null || value === undefined || value === ''

function iconOf({ actor, via }: HistoryEvent) {
  if (via.kind === 'timer') return Timer
  if (via.kind === 'saga' || actor.kind === 'system') return Bot
  return actor.kind === 'api-key' ? KeyRound : UserRound
}
