import type { Kysely } from 'kysely'
import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { conflict } from '../../domain/error.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import type { ticketMessageTable } from '../../projections/service/ticket-message.ts'
import { endpoint } from '../http/endpoint.ts'
import { answer, askedBy, caughtUp, outcomeSchema } from '../http/routes.ts'
import type { Extension } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'

type Db = Kysely<TablesOf<[typeof ticketMessageTable]>>

const { subject, priority, category } = ticket.commands['ticket.open'].schema.shape
const asked = z
  .object({
    messageId: uuid.describe('Of what was said about the ticket.'),
    subject,
    priority: priority.optional(),
    category: category.optional(),
  })
  .register(vocabulary, { id: 'TicketSplit' })

/** A message that is about something else becomes a ticket of its own; merged back, all is in one again. */
export const ticketSplitEndpoint: Extension = (_app, services) => [
  endpoint({
    method: 'POST',
    path: '/tickets/:id/split',
    summary: 'Make a ticket of its own of one message; the message is read there from then on',
    tag: 'tickets',
    access: { permission: 'ticket.split' },
    headers: 'command',
    parameters: z.object({ id: uuid }),
    body: asked,
    reply: outcomeSchema,
    status: 201,
    async run({ parameters: { id }, body: { messageId, ...body }, principal, request, reply }) {
      const { execute, readModels } = services
      const command = askedBy(request, 'ticket.split')
      await caughtUp(services, request)
      const found = await readModels.read(principal(), {}, (db) =>
        (db as never as Db)
          .selectFrom('ticketMessage')
          .select('ticketId')
          .where('id', '=', messageId)
          .executeTakeFirst(),
      )
      const again = found && (await isDone(found.ticketId))
      if (!found) throw new NotFound(`message ${messageId}`)
      if (found.ticketId !== id && !again)
        conflict('ticket.other-message', 'This message is of another ticket.', { field: 'messageId' })
      const outcome = await execute({
        ...command,
        command: 'ticket.split',
        body: { ...body, splitFromId: id, splitMessageId: messageId },
      })
      reply.header('location', `/api/tickets/${outcome.id}`)
      return answer(reply, outcome)

      async function isDone(ticketId: string): Promise<boolean> {
        return (await execute.load(ticket, ticketId))?.splitFromId === id
      }
    },
  }),
]
