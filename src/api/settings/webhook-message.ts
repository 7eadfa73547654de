import type { Principal } from '../../platform/people/permissions.ts'
import type { Located } from '../../projections/event-index.ts'
import { rowsOf } from '../live/rows.ts'
import { shownRow } from '../live/sight.ts'
import { type Resources, stepsAt } from '../log/events.ts'
import { entriesOf, type HistoryEntry, type Reading } from '../log/history.ts'

/** What is told of an event, as Standard Webhooks has it: its type, when it happened, and what. */
export interface Told {
  type: string
  timestamp: string
  data: {
    model: string
    id: string
    event: HistoryEntry
    /** The row of the read model as it is now; null where there is none. */
    record: object | null
  }
}

/** An event as somebody reads it in its record's history, without what their role hides; undefined: they do not see it. */
export async function messageOf(
  parts: Reading,
  resources: Resources,
  principal: Principal,
  place: Located,
): Promise<Told | undefined> {
  const step = (await stepsAt(parts, resources, principal, [place])).get(place.id)
  if (!step) return undefined
  const [event] = await entriesOf(parts, principal, [step])
  if (!event) return undefined
  const { aggregate: model, aggregateId: id } = place
  const [row] = parts.faces.models.includes(model) ? await rowsOf(parts, principal, model, [id]) : []
  return {
    type: place.type,
    timestamp: place.occurredAt,
    data: { model, id, event, record: row ? shownRow(principal, model, row) : null },
  }
}
