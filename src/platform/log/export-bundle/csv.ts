import { csvOf } from '../../papers/csv.ts'
import { canonical } from '../canonical.ts'
import type { Proved } from './proved.ts'

const columns = [
  'index',
  'recordedAt',
  'occurredAt',
  'stream',
  'revision',
  'id',
  'type',
  'actor',
  'command',
  'reason',
  'data',
]

/** The events as a table (RFC 4180) that no spreadsheet takes for formulas. For reading; what is proved is the JSON. */
export function eventsCsv(events: readonly Proved[]): string {
  const rows = events.map(({ event, index }) => {
    const { actor, command, reason, occurredAt } = metadataOf(event.metadata)
    const { created, stream, revision, id, type, data } = event
    return [
      String(index),
      created,
      occurredAt ?? created,
      stream,
      String(revision),
      id,
      type,
      actor ? `${actor.kind} ${actor.id}` : '',
      command?.type ?? '',
      reason?.text ?? reason?.code ?? '',
      canonical(data),
    ]
  })
  return csvOf([columns, ...rows])
}

interface Known {
  actor?: { kind?: string; id?: string }
  command?: { type?: string }
  reason?: { text?: string; code?: string }
  occurredAt?: string
}

function metadataOf(metadata: unknown): Known {
  return typeof metadata === 'object' && metadata !== null ? metadata : {}
}
