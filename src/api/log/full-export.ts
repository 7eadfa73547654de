import { createHash } from 'node:crypto'
import { z } from 'zod'
import { NewerEvent, wireType } from '../../domain/event.ts'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { EventCodec } from '../../platform/log/codec.ts'
import { type EventStore, positionOf, type StoredEvent } from '../../platform/log/event-store.ts'
import { endpoint } from '../http/endpoint.ts'
import { linesFrom } from '../http/lines.ts'
import { refuseAllMasked } from '../http/masks.ts'
import { askedBy } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import { refuseUnlessSeesAll } from './transparency-log.ts'

const anything = z.record(z.string(), z.unknown())

const line = z.object({
  position,
  id: uuid,
  type: z
    .string()
    .describe('With its version: `account.created.v3`. Data are in the newest form of the type.'),
  aggregate: z.string(),
  aggregateId: uuid,
  revision: z.int(),
  occurredAt: instant,
  recordedAt: instant,
  metadata: anything.describe('Who, by which way, why, and of what command.'),
  data: anything
    .nullable()
    .describe('Null: a newer version of this program wrote it. What was erased is not there.'),
})

const schemas = z.object({
  events: z
    .record(z.string(), anything)
    .describe('By type with its version: the JSON Schema (2020-12) of its data.'),
})

/**
 * The whole log as lines, for who leaves or keeps a copy of their own: every event there is, readable, as it comes from the store and
 * never whole in memory. What was erased is gone here too. That it was handed out is an event, once it was.
 */
export function fullExportEndpoints(parts: {
  /** With what is personal in clear, as far as its keys are there. */
  plain: Pick<EventStore, 'readAll' | 'lastPosition'>
  codec: Pick<EventCodec, 'decode' | 'specs'>
}): Extension {
  const { plain, codec } = parts
  return (_app, { execute, log }) => [
    endpoint({
      method: 'GET',
      path: '/exports/event-schemas',
      summary: 'The form of the data of every type of event, as JSON Schema',
      tag: 'exports',
      access: { permission: 'export.create' },
      reply: schemas,
      run: async () => ({ events: schemasOf(codec.specs) }),
    }),
    endpoint({
      method: 'GET',
      path: '/exports/events',
      summary:
        'Every event of the log as a line, oldest first: from the beginning, or from where an earlier export ended',
      tag: 'exports',
      hands: true,
      access: { permission: 'export.create' },
      parameters: z.object({
        after: position.optional().describe('The position of the last line that was read.'),
      }),
      lines: { answered: line.register(vocabulary, { id: 'ExportedEvent' }) },
      async run({ parameters: { after }, principal, request }) {
        const asking = principal()
        refuseUnlessSeesAll(asking, 'export.create')
        refuseAllMasked(asking)
        const asker = { ...askedBy(request, 'disclosure.make'), command: 'disclosure.make' }
        const end = await plain.lastPosition()
        const hash = createHash('sha256')
        let [events, bytes] = [0, 0]
        async function* told() {
          try {
            if (end === undefined) return
            const from = after === undefined ? {} : { after: positionOf(after) }
            for await (const page of plain.readAll(from)) {
              for (const stored of page) {
                if (stored.position > end) return
                const one = lineOf(codec, stored)
                if (!one) continue
                const text = `${JSON.stringify(one)}\n`
                hash.update(text)
                events++
                bytes += Buffer.byteLength(text)
                yield one
              }
            }
          } finally {
            // Also where somebody stopped reading: so much has left the house.
            const about = { events, bytes, sha256: hash.digest('hex') }
            const query = { kind: 'log', ...(after !== undefined && { after }), upTo: String(end ?? 0) }
            await execute({ ...asker, body: { query, ...about } }).catch((error: unknown) =>
              log.error({ err: error, ...about }, 'that events were handed out could not be noted'),
            )
          }
        }
        return linesFrom(told())
      },
    }),
  ]
}

function lineOf(
  { decode }: Pick<EventCodec, 'decode'>,
  stored: StoredEvent,
): z.input<typeof line> | undefined {
  try {
    const event = decode(stored)
    if (!event) return undefined
    const { id, aggregate, aggregateId, revision, occurredAt, recordedAt, metadata, data, newer } = event
    return {
      position: String(stored.position),
      id,
      type: stored.type,
      aggregate,
      aggregateId,
      revision,
      occurredAt,
      recordedAt,
      metadata: { ...metadata },
      data: newer ? null : (data as Record<string, unknown>),
    }
  } catch (error) {
    if (error instanceof NewerEvent) return undefined
    throw error
  }
}

let made: Record<string, Record<string, unknown>> | undefined

/** Made when somebody asks: there are hundreds. */
function schemasOf(specs: EventCodec['specs']): Record<string, Record<string, unknown>> {
  made ??= Object.fromEntries(
    [...specs].map(([type, { schema, version }]) => [
      wireType(type, version),
      z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as Record<string, unknown>,
    ]),
  )
  return made
}
