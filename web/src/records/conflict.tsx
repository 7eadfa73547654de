import { Button, Group, Modal, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { HistoryEvent } from '../api/models.ts'
import { isRecord, type Problem } from '../api/problem.ts'
import type { Row } from '../api/shapes.ts'
import { InstantValue } from '../time/instant.tsx'
import { equal } from './equal.ts'
import { FieldValue } from './field-value.tsx'
import classes from './form.module.css'
import { actorWords } from './history-words.ts'
import { type Resource, titleOf, valueIn } from './resource.ts'

interface ConflictProps {
  resource: Resource
  original: Row
  mine: Readonly<Record<string, unknown>>
  theirs: Row
  /** What the other side did since, newest last. */
  events: readonly HistoryEvent[]
  onCancel: () => void
  onResolve: (values: Record<string, unknown>) => void
}

/** Somebody else changed the record meanwhile: mine, theirs and the original, and a choice for each field both touched. */
export function ConflictDialog({
  resource,
  original,
  mine,
  theirs,
  events,
  onCancel,
  onResolve,
}: ConflictProps) {
  // What is derived follows from the rest, and nobody has typed it.
  const fields = resource.fields.filter(
    ({ key, fixed }) =>
      key in mine || (!fixed && !equal(valueIn(original, key), valueIn(theirs, key)) && key in original),
  )
  const disputed = fields.filter(
    ({ key }) => key in mine && !equal(valueIn(original, key), valueIn(theirs, key)),
  )
  const [kept, setKept] = useState<Record<string, 'mine' | 'theirs'>>({})
  const change = events.at(-1)

  const resolve = () => {
    const values = Object.entries(mine).filter(([key]) => kept[key] !== 'theirs')
    if (values.length === 0) onCancel()
    else onResolve(Object.fromEntries(values))
  }
  return (
    <Modal
      opened
      onClose={onCancel}
      size="xl"
      title={`${titleOf(resource, original)} was changed while you were editing`}
    >
      <Text size="sm" mb={12}>
        {change && (
          <>
            {actorWords(change.actor)}: {change.title}, <InstantValue at={change.occurredAt} />.{' '}
          </>
        )}
        {disputed.length > 0
          ? 'You both changed the same field. Choose what it should be; nothing has been saved yet.'
          : 'You changed different fields, so both can be kept. Nothing has been saved yet.'}
      </Text>
      <table className={classes.conflict}>
        <thead>
          <tr>
            <th>Field</th>
            <th>Original</th>
            <th>Theirs</th>
            <th>Mine</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.key}>
              <th>{field.label}</th>
              <td>
                <FieldValue field={field} value={valueIn(original, field.key)} />
              </td>
              {(['theirs', 'mine'] as const).map((side) => (
                <td key={side}>
                  <Side
                    name={field.key}
                    side={side}
                    choosable={disputed.includes(field)}
                    chosen={(kept[field.key] ?? 'mine') === side}
                    onChoose={() => setKept((before) => ({ ...before, [field.key]: side }))}
                  >
                    {side === 'theirs' ? (
                      <FieldValue field={field} value={valueIn(theirs, field.key)} />
                    ) : field.key in mine ? (
                      <FieldValue field={field} value={mine[field.key]} />
                    ) : (
                      <span className={classes.untouched}>Not changed by you</span>
                    )}
                  </Side>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" onClick={onCancel}>
          Go on editing
        </Button>
        <Button onClick={resolve}>Save what is chosen</Button>
      </Group>
    </Modal>
  )
}

function Side({
  name,
  side,
  choosable,
  chosen,
  onChoose,
  children,
}: {
  name: string
  side: string
  choosable: boolean
  chosen: boolean
  onChoose: () => void
  children: ReactNode
}) {
  if (!choosable) return children
  return (
    <label className={classes.choice}>
      <input type="radio" name={name} value={side} checked={chosen} onChange={onChoose} />
      <span>{children}</span>
    </label>
  )
}

/** The record as the other side left it: the one we had, with every change the refusal tells of. */
export function theirsOf(
  { current }: Problem,
  original: Row,
): { row: Row; events: HistoryEvent[] } | undefined {
  if (!current || typeof current.revision !== 'number') return undefined
  const events = (Array.isArray(current.since) ? current.since : []).filter(isHistoryEvent)
  const changes = events.flatMap((event) => event.changes)
  const row = changes.reduce(
    (before, { field, after }) => withPart(before, field.split('.'), after),
    original,
  )
  return { row: { ...row, revision: current.revision }, events }
}

/** Sets `name.last` in a copy. */
function withPart<T extends object>(whole: T, [key, ...deeper]: readonly string[], value: unknown): T {
  if (key === undefined) return whole
  const inner = valueIn(whole, key)
  const next = deeper.length === 0 ? value : withPart(isRecord(inner) ? inner : {}, deeper, value)
  return { ...whole, [key]: next }
}

function isHistoryEvent(value: unknown): value is HistoryEvent {
  return isRecord(value) && typeof value.title === 'string' && Array.isArray(value.changes)
}
