import { z } from 'zod'
import { instant } from '../../domain/values/instant.ts'
import { position } from '../../domain/values/position.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { jobSchema } from '../operate/admin.ts'
import { logProgress } from '../operate/health.ts'

/** What is said on the live channel: messages are checked and typed by these values, and described by them. */

const topic = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-zA-Z]+(\/[a-zA-Z0-9-]+)?$/, 'a model, model/<id>, job/<id> or status')
  .meta({ examples: ['team', 'team/0197f6a2-5f0e-7c3b-8d1a-2b9f4c6e8a10'] })
  .describe('A model, `model/<id>`, `job/<id>` or `status`.')
  .register(vocabulary, { id: 'Topic' })

const subscribe = z
  .strictObject({
    subscribe: topic,
    after: position
      .optional()
      .describe('The last position that was received: nothing after it is missed. Absent: from now.'),
  })
  .register(vocabulary, { id: 'SubscribeMessage' })
const unsubscribe = z.strictObject({ unsubscribe: topic }).register(vocabulary, { id: 'UnsubscribeMessage' })

const writing = z
  .strictObject({
    writing: topic.describe('`model/<id>` of a record that is followed.'),
    on: z.boolean().describe('False: no more. Said again every few seconds while it lasts.'),
  })
  .register(vocabulary, { id: 'WritingMessage' })

/** What a client may say. */
export const clientMessage = z.union([subscribe, unsubscribe, writing])

export const change = z
  .object({
    model: z.string(),
    id: uuid.nullable().describe('Null for `reset`.'),
    op: z
      .enum(['upsert', 'remove', 'reset'])
      .describe('`remove` also when the row went out of the reader’s sight; `reset`: read the model anew.'),
    row: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        'The row of the read model after the change, column by column; GET has the record’s own form.',
      ),
    event: z
      .object({
        id: uuid,
        type: z.string(),
        title: z.string(),
        actorId: z.string(),
        actorName: z.string(),
        at: instant,
      })
      .optional()
      .describe('What happened, and who did it.'),
  })
  .register(vocabulary, { id: 'Change' })
export type LiveChange = z.input<typeof change>

const subscribed = z.object({ subscribed: topic, position }).register(vocabulary, { id: 'SubscribedMessage' })
const unsubscribed = z.object({ unsubscribed: topic }).register(vocabulary, { id: 'UnsubscribedMessage' })
const changes = z
  .object({ topic, position, changes: z.array(change) })
  .register(vocabulary, { id: 'ChangesMessage' })
const progress = z
  .object({
    progress: jobSchema.omit({ id: true }).extend({ job: uuid }).register(vocabulary, { id: 'JobProgress' }),
  })
  .register(vocabulary, { id: 'ProgressMessage' })
const status = z
  .object({ topic: z.literal('status'), status: logProgress })
  .register(vocabulary, { id: 'StatusMessage' })
const writers = z
  .object({
    writers: z
      .object({ topic, people: z.array(z.object({ id: uuid, name: z.string() })) })
      .describe('Everybody else who writes about the record at this moment.')
      .register(vocabulary, { id: 'Writers' }),
  })
  .register(vocabulary, { id: 'WritersMessage' })
const reached = z.object({ position }).register(vocabulary, { id: 'PositionMessage' })
const refusal = z
  .object({
    error: z
      .object({
        code: z
          .string()
          .describe(
            'Stable. `unknown-topic`, `forbidden`, `not-followed` and `too-many-topics` refuse a topic, `resume-too-old` says that what ' +
              'was missed is not kept any more; else the rule that the message breaks.',
          ),
        message: z.string().describe('For people.'),
        field: z.string().optional().describe('Of the message.'),
      })
      .register(vocabulary, { id: 'Refusal' }),
  })
  .register(vocabulary, { id: 'ErrorMessage' })

/** What a client may hear. Typed by it, and checked in tests: a server that is right has nothing to check. */
export const serverMessage = z.union([
  subscribed,
  unsubscribed,
  changes,
  progress,
  status,
  writers,
  refusal,
  reached.strict(),
])
export type ServerMessage = z.input<typeof serverMessage>

interface Message {
  schema: z.ZodType
  summary: string
  examples: readonly object[]
}

const [team, actor, job] = [
  '0197f6a2-5f0e-7c3b-8d1a-2b9f4c6e8a10',
  '0197f6a2-6b11-7d42-9c55-3f0a7e1d9b20',
  '0197f6a3-01c2-7a90-8e44-5d2b8c7f1a30',
]

/** Every message by its name. */
export const messages: Record<'client' | 'server', Readonly<Record<string, Message>>> = {
  client: {
    subscribe: {
      schema: subscribe,
      summary: 'Follow a topic, from a position or from now.',
      examples: [{ subscribe: 'team' }, { subscribe: `team/${team}`, after: '184467' }],
    },
    unsubscribe: {
      schema: unsubscribe,
      summary: 'Stop following a topic.',
      examples: [{ unsubscribe: 'team' }],
    },
    writing: {
      schema: writing,
      summary: 'The reader writes about a record, or does no more; others who follow it are told.',
      examples: [{ writing: `team/${team}`, on: true }],
    },
  },
  server: {
    subscribed: {
      schema: subscribed,
      summary: 'The topic is followed; everything after the position will be sent.',
      examples: [{ subscribed: 'team', position: '184467' }],
    },
    unsubscribed: {
      schema: unsubscribed,
      summary: 'The topic is no longer followed.',
      examples: [{ unsubscribed: 'team' }],
    },
    changes: {
      schema: changes,
      summary:
        'Changes of a topic in the order of the log, complete up to `position`: resume with it as `after`, without gap or duplicate.',
      examples: [
        {
          topic: 'team',
          position: '184468',
          changes: [
            {
              model: 'team',
              id: team,
              op: 'upsert',
              row: { id: team, revision: 3, name: 'North' },
              event: {
                id: '0197f6a4-7d20-7e11-9a33-8c5e6f7a0b41',
                type: 'team.changed',
                title: 'Team changed',
                actorId: actor,
                actorName: 'Ada Byron',
                at: '2026-11-29T10:30:00.000Z',
              },
            },
          ],
        },
        { topic: 'team', position: '184468', changes: [{ model: 'team', id: null, op: 'reset' }] },
      ],
    },
    progress: {
      schema: progress,
      summary: 'How far a job has got.',
      examples: [
        {
          progress: {
            job,
            kind: 'export',
            ownerId: actor,
            about: null,
            state: 'running',
            done: 1200,
            total: 8800,
            startedAt: '2026-11-29T10:30:00.000Z',
            endedAt: null,
            result: null,
            error: null,
          },
        },
      ],
    },
    status: { schema: status, summary: 'Every 2 s to those who follow `status`.', examples: [] },
    writers: {
      schema: writers,
      summary: 'Others write about a record than before. Nothing of this is kept.',
      examples: [{ writers: { topic: `team/${team}`, people: [{ id: actor, name: 'Ada Byron' }] } }],
    },
    position: {
      schema: reached,
      summary: 'Every 15 s, with a ping: nothing before the position is still to come.',
      examples: [{ position: '184468' }],
    },
    error: {
      schema: refusal,
      summary: 'A message was refused; the connection goes on.',
      examples: [
        {
          error: {
            code: 'resume-too-old',
            message: 'Read team anew: changes are kept only after position 90210.',
            field: 'after',
          },
        },
      ],
    },
  },
}
