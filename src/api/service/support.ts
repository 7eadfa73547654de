import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { user } from '../../domain/identity/user.ts'
import { instant } from '../../domain/values/instant.ts'
import { line, prose } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { inOwnMatter } from '../../platform/people/permissions.ts'
import type { ticketTable } from '../../projections/service/ticket.ts'
import type { ticketMessageTable } from '../../projections/service/ticket-message.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, caughtUp, outcomeSchema } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'

const question = z.object({
  subject: line(200),
  text: prose(5000),
  screen: z
    .string()
    .max(300)
    .regex(/^\/[\x21-\x7e]*$/, 'must be a path in this app such as /leads')
    .meta({ examples: ['/leads'] }),
  requestId: z
    .uuid()
    .optional()
    .describe('Of the request that went wrong, as its problem said (`instance`).'),
})
const asked = z.object({
  id: uuid,
  number: z.string(),
  subject: z.string(),
  status: z.enum(['new', 'open', 'pending', 'resolved', 'closed']),
  createdAt: instant,
  updatedAt: instant,
  answers: z.array(z.object({ at: instant, body: z.string() })),
})

/** As what one's questions are kept, so that they can be told from what customers ask. */
const category = 'Help with Hindsight'
const most = 50
const tag = 'help'

type Tables = TablesOf<[typeof ticketTable, typeof ticketMessageTable]>

/** Asking for help from within the product: a ticket like any other, and how it stands (USR-16). */
export function supportEndpoints({ execute }: { execute: Execute }): Extension {
  return (_app, services) => [
    endpoint({
      method: 'POST',
      path: '/me/support',
      summary: 'Ask for help: opens a ticket with the screen, who asks, and the request that went wrong',
      tag,
      access: 'in-person',
      headers: 'command',
      body: question,
      reply: outcomeSchema,
      status: 201,
      async run({ body: { subject, text, screen, requestId }, principal, request, reply }) {
        const { actor } = principal()
        const state = await execute.load(user, actor.id)
        const about = [
          `Screen: ${screen}`,
          `Asked by: ${state?.name ?? actor.id} (${actor.roles.join(', ')}, ${actor.id})`,
          `Request: ${requestId ?? request.id}`,
          `Browser: ${request.headers['user-agent'] ?? 'unknown'}`,
          `Version: ${services.version}`,
        ]
        const outcome = await execute({
          ...askedBy(request, 'ticket.open'),
          command: 'ticket.open',
          body: {
            subject,
            description: `${text}\n\n${about.join('\n')}`,
            requester: state ? { name: state.name, email: state.email } : null,
            category,
            askerId: actor.id,
          },
          principal: inOwnMatter(principal(), 'ticket.open', models),
        })
        return answer(reply, outcome)
      },
    }),
    endpoint({
      method: 'GET',
      path: '/me/support',
      summary: 'What one has asked for help with, how it stands and what was answered',
      tag,
      access: 'signed-in',
      headers: 'read',
      reply: z.object({ items: z.array(asked) }),
      async run({ principal, request, reply }) {
        await caughtUp(services, request, { reply, reads: ['ticket', 'ticketMessage'] })
        const { id } = principal().actor
        return services.readModels.read(inOwnMatter(principal(), 'ticket.read', models), {}, async (db) => ({
          items: await questionsOf(db as never as Kysely<Tables>, id),
        }))
      },
    }),
  ]
}

/** Whoever may open no ticket for customers, and see none, may still ask and see what came of it. */
const models = ['ticket', 'ticketMessage']

async function questionsOf(db: Kysely<Tables>, askerId: string) {
  const tickets = await db
    .selectFrom('ticket')
    .select(['id', 'number', 'subject', 'status', 'createdAt', 'updatedAt'])
    .where('askerId', '=', askerId)
    .orderBy('createdAt', 'desc')
    .limit(most)
    .execute()
  if (tickets.length === 0) return []
  const replies = await db
    .selectFrom('ticketMessage')
    .select(['ticketId', 'at', 'body'])
    .where(
      'ticketId',
      'in',
      tickets.map(({ id }) => id),
    )
    // Notes are for those who answer.
    .where('kind', '=', 'reply')
    .orderBy('at')
    .execute()
  return tickets.map((ticket) => ({
    ...ticket,
    answers: replies.filter(({ ticketId }) => ticketId === ticket.id).map(({ at, body }) => ({ at, body })),
  }))
}
