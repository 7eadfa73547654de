import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import type { Outcome } from '../../commands/execute.ts'
import { wayBack } from '../../commands/take-back.ts'
import { conflict } from '../../domain/error.ts'
import type { RecordedEvent } from '../../domain/event.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { isCaughtUp } from '../../platform/log/caught-up.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import { Unavailable } from '../http/problem.ts'
import { answer, askedBy, outcomeSchema } from '../http/routes.ts'
import type { Services } from '../http/services.ts'
import { resourcesByModel, stepsAt } from './events.ts'

const patienceMs = 10_000

/**
 * `POST /api/events/:id/undo`: makes a record again what it was before the command that this event is of, as far as that
 * command changed it, with the rights of who asks. Asked twice it is done once. (BEY-03)
 */
export function undoEndpoint(services: Services): Endpoint {
  const resources = resourcesByModel(services)
  return endpoint({
    name: 'undoEvent',
    method: 'POST',
    path: '/events/:id/undo',
    summary: 'Take back what the command did that an event is of; what else has happened to the record stays',
    tag: 'events',
    access: 'signed-in',
    headers: 'command',
    parameters: z.object({ id: uuid }),
    reply: outcomeSchema,
    problems: ['not-found', 'forbidden', 'refused', 'conflict', 'not-yet-visible'],
    async run({ parameters: { id }, principal, request, reply }) {
      // What was done a moment ago is taken back first of all.
      if (!(await isCaughtUp(services, services.eventIndex, patienceMs)))
        throw new Unavailable('not-yet-visible', 'The index of events is behind; ask again.')
      const [place] = await services.eventIndex.causes(id)
      const step = place && (await stepsAt(services, resources, principal(), [place])).get(id)
      if (!step) throw new NotFound(`event ${id}`)
      const { command } = step.event.metadata
      return answer(
        reply,
        await undone(services, step.event, {
          ...askedBy(request, 'undo', id),
          commandId: derivedId('undo', command.id, step.event.aggregateId),
          causationId: id,
        }),
      )
    },
  })
}

type Asked = ReturnType<typeof askedBy> & { commandId: string; causationId: string }

async function undone(
  { execute, events, faces: { commandOf } }: Pick<Services, 'execute' | 'events' | 'faces'>,
  { aggregateId: id, metadata }: RecordedEvent,
  asked: Asked,
): Promise<Outcome> {
  const { type, id: was } = metadata.command
  const decider = commandOf(type)?.decider
  const past = decider ? await events(decider, id) : []
  const way = wayBack(commandOf, type, { events: past, was, under: asked.commandId })
  switch (way.is) {
    case 'open':
      return execute({ ...asked, ...way.back, id })
    case 'gone':
    case 'unchanged':
      return asItIs(id, past)
    case 'closed':
      return conflict(
        'undo.no-way-back',
        'This cannot be taken back: what was before cannot be told any more.',
      )
    case 'changed-since':
      return conflict(
        'undo.changed-since',
        'Somebody has changed the same since; it is left as they want it.',
        {
          fields: way.fields,
        },
      )
  }
}

/** The answer where nothing had to be done. */
function asItIs(id: string, past: readonly RecordedEvent[]): Outcome {
  const last = past.at(-1)
  if (!last) throw new NotFound(`record ${id}`)
  return { id, revision: last.revision, position: last.position, events: [], repeated: true }
}
