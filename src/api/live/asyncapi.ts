import type { Services } from '../http/services.ts'

type Json = Record<string, unknown>

const position = { type: 'string', pattern: '^\\d+$', description: 'A position in the log.' }
const text = { type: 'string' }

function object(properties: Json, required = Object.keys(properties)): Json {
  return { type: 'object', properties, required }
}

/** What a client may send, and what it may be sent; the prose of each is the contract. */
const fromClient: Record<string, { summary: string; payload: Json }> = {
  subscribe: {
    summary: 'Follow a topic: a model, `model/<id>`, `job/<id>` or `status`; from a position, or from now.',
    payload: object({ subscribe: text, after: position }, ['subscribe']),
  },
  unsubscribe: { summary: 'Stop following a topic.', payload: object({ unsubscribe: text }) },
}

const change = object(
  {
    model: text,
    id: { type: ['string', 'null'], description: 'Null for `reset`.' },
    op: {
      enum: ['upsert', 'remove', 'reset'],
      description: '`remove` also when the row went out of the reader’s sight; `reset`: read the model anew.',
    },
    row: {
      type: 'object',
      description:
        'The row of the read model after the change, column by column; GET has the record’s own form.',
    },
    event: object({ type: text, title: text, actorId: text, actorName: text, at: text }),
  },
  ['model', 'id', 'op'],
)

const fromServer: Record<string, { summary: string; payload: Json }> = {
  subscribed: {
    summary: 'The topic is followed; everything after the position will be sent.',
    payload: object({ subscribed: text, position }),
  },
  unsubscribed: { summary: 'The topic is no longer followed.', payload: object({ unsubscribed: text }) },
  changes: {
    summary:
      'Changes of a topic in the order of the log, complete up to `position`: resume with it as `after`, without gap or duplicate.',
    payload: object({ topic: text, position, changes: { type: 'array', items: change } }),
  },
  progress: {
    summary: 'How far a job has got.',
    payload: object({ progress: { type: 'object' } }),
  },
  status: {
    summary: 'Every 2 s to those who follow `status`.',
    payload: object({ topic: { const: 'status' }, status: { type: 'object' } }),
  },
  position: {
    summary: 'Every 15 s, with a ping: nothing before the position is still to come.',
    payload: object({ position }),
  },
  error: {
    summary: 'A message was refused; the connection goes on.',
    payload: object({ error: object({ code: text, message: text, field: text }, ['code', 'message']) }),
  },
}

/** The AsyncAPI 3 document of the live channel. */
export function asyncApi({ version, faces }: Pick<Services, 'version' | 'faces'>): Json {
  const names = Object.keys({ ...fromClient, ...fromServer })
  const references = (of: object) =>
    Object.keys(of).map((name) => ({ $ref: `#/channels/live/messages/${name}` }))
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Hindsight live',
      version,
      description:
        'One WebSocket. POST /api/live/ticket gives a ticket that opens it within 30 s, once. ' +
        'It closes with 4401 when the session ends, with 4400 when more is sent than 300 messages at once and 20 a second, and with 4408 and a reason {"after": position} when the client ' +
        `does not keep up. Topics: ${faces.models.join(', ')}.`,
    },
    channels: {
      live: {
        address: '/api/live',
        bindings: { ws: { query: object({ ticket: text }) } },
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: {
      ask: { action: 'receive', channel: { $ref: '#/channels/live' }, messages: references(fromClient) },
      tell: { action: 'send', channel: { $ref: '#/channels/live' }, messages: references(fromServer) },
    },
    components: {
      messages: Object.fromEntries(
        Object.entries({ ...fromClient, ...fromServer }).map(([name, message]) => [
          name,
          { name, contentType: 'application/json', ...message },
        ]),
      ),
    },
  }
}
