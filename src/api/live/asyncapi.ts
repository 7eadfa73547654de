import { Components, pascal } from '../http/components.ts'
import type { Services } from '../http/services.ts'
import { closeCodes, talk } from './connection.ts'
import { messages } from './messages.ts'

type Json = Record<string, unknown>

/** Why a connection ends, by the code it ends with. */
const closing: Readonly<Record<number, string>> = {
  1001: 'The server is stopping; come back with the last position.',
  1009: 'A message was longer than 4096 bytes.',
  1011: 'Changes could not be sent; the reason, `{"after": position}`, says where to resume.',
  [closeCodes.tooMuch]: `More was sent than ${talk.atOnce} messages at once and ${talk.perSecond} a second, or too much that makes no sense.`,
  [closeCodes.unauthorized]: 'The session ended, or never was.',
  [closeCodes.tooSlow]:
    'The client does not keep up; the reason, `{"after": position}`, says where to resume.',
}

/** The AsyncAPI 3 document of the live channel, from the values its messages are checked and typed by. */
export function asyncApi({
  version,
  faces,
  publicUrl,
}: Pick<Services, 'version' | 'publicUrl'> & { faces: Pick<Services['faces'], 'models'> }): Json {
  const components = new Components()
  const all = { ...messages.client, ...messages.server }
  for (const [name, { schema }] of Object.entries(messages.client))
    components.add('input', schema, `${pascal(name)}Message`)
  for (const [name, { schema }] of Object.entries(messages.server))
    components.add('output', schema, `${pascal(name)}Message`)
  const schemas = components.make()
  const channel = { $ref: '#/channels/live' }
  const told = (...names: string[]) => names.map((name) => ({ $ref: `#/channels/live/messages/${name}` }))
  const { protocol, host } = new URL(publicUrl ?? 'http://127.0.0.1:8080')
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Hindsight live',
      version,
      description:
        'What changes, as it changes, without gap or duplicate. One WebSocket, whose messages are JSON. `POST /api/live/ticket` ' +
        'gives a ticket that opens it within 30 s, once. Follow topics with `subscribe`; keep the `position` of each message, ' +
        'and after a cut subscribe again with it as `after`. What is told is already readable.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      here: {
        host,
        protocol: protocol === 'https:' ? 'wss' : 'ws',
        description: 'Where Hindsight is reached.',
        security: [{ $ref: '#/components/securitySchemes/ticket' }],
      },
    },
    channels: {
      live: {
        address: '/api/live',
        description: [
          `The topics: ${faces.models.join(', ')}, each also as \`<model>/<id>\`; \`job/<id>\`; \`status\`.`,
          'The connection ends with',
          ...Object.entries(closing).map(([code, why]) => `- ${code}: ${why}`),
        ].join('\n'),
        servers: [{ $ref: '#/servers/here' }],
        messages: Object.fromEntries(
          Object.keys(all).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
        bindings: {
          ws: {
            method: 'GET',
            query: { type: 'object', properties: { ticket: { type: 'string' } }, required: ['ticket'] },
            bindingVersion: '0.1.0',
          },
        },
      },
    },
    operations: {
      subscribe: {
        action: 'receive',
        summary: 'Follow a topic',
        channel,
        messages: told('subscribe'),
        reply: { channel, messages: told('subscribed', 'error') },
      },
      unsubscribe: {
        action: 'receive',
        summary: 'Stop following a topic',
        channel,
        messages: told('unsubscribe'),
        reply: { channel, messages: told('unsubscribed', 'error') },
      },
      tell: {
        action: 'send',
        summary: 'What happens to what is followed',
        channel,
        messages: told('changes', 'progress', 'status', 'position', 'subscribed', 'error'),
      },
    },
    components: {
      securitySchemes: {
        ticket: {
          type: 'httpApiKey',
          name: 'ticket',
          in: 'query',
          description: 'From `POST /api/live/ticket`, for 30 s, once.',
        },
      },
      messages: Object.fromEntries(
        Object.entries(all).map(([name, { schema, summary, examples }]) => [
          name,
          {
            name,
            title: pascal(name),
            summary,
            payload: components.reference(name in messages.client ? 'input' : 'output', schema),
            ...(examples.length > 0 && { examples: examples.map((payload) => ({ payload })) }),
          },
        ]),
      ),
      schemas,
    },
  }
}
