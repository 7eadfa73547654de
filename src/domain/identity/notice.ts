import type { RecordedEvent, RecordedIn, SpecMap } from '../event.ts'

/** That something concerns one person, or whoever is in one team. Ids only: what they are called is read beside it. */
export interface Notice {
  kind: string
  model: string
  recordId: string
  to: { userId: string } | { teamId: string }
}

interface Concerned<Kind extends string = string> {
  kind: Kind
  /** The record it is about, when that is not the one the event is of. */
  model?: string
  recordId?: string
  userIds: readonly (string | null | undefined)[]
  teamId?: string | null
}

/** What people are told of one kind of record. */
export interface Told {
  /** The kinds of notices, by the words for each; preferences name the kinds. */
  titles: Readonly<Record<string, string>>
  /**
   * Of what an event is a notice, and for whom; who did it themselves is left out elsewhere. Of several, somebody gets
   * the first that is for them.
   */
  of: Readonly<Record<string, (event: never) => Concerned | readonly Concerned[]>>
}

/** What is told of a record: `told(ticket)({ 'ticket.assigned': 'A ticket ...' }, { 'ticket.opened': ... })`. */
export function told<E extends SpecMap>(_of: { events: E }) {
  return <const Titles extends Readonly<Record<string, string>>>(
    titles: Titles,
    of: {
      [K in keyof E & string]?: (
        event: RecordedIn<E, K>,
      ) => Concerned<keyof Titles & string> | readonly Concerned<keyof Titles & string>[]
    },
  ): Told => ({ titles, of: of as Told['of'] })
}

/** Everything somebody may be told of. */
export interface Notices {
  titles: Told['titles']
  kinds: readonly string[]
  /** The events that may concern somebody. */
  events: readonly string[]
  /**
   * Whom an event concerns: not whoever did it themselves, and nobody where history was loaded or told long after it
   * happened. What a process does beside what a person asked for is that person's own doing.
   */
  of(event: RecordedEvent): Notice[]
}

export function noticesOf(all: readonly Told[]): Notices {
  const titles = Object.assign({}, ...all.map((one) => one.titles)) as Told['titles']
  const concerned = Object.assign({}, ...all.map(({ of }) => of)) as Told['of']
  return {
    titles,
    kinds: Object.keys(titles),
    events: Object.keys(concerned),
    of(event) {
      const of = concerned[event.type]
      if (!of || !isNews(event)) return []
      const { aggregate, aggregateId } = event
      const { actor } = event.metadata
      const told = new Set<string | null | undefined>([null, undefined, actor.id, actor.onBehalfOf])
      return [of(event as never)].flat().flatMap((one) => {
        const { kind, userIds, teamId, model = aggregate, recordId = aggregateId } = one
        const others = [...new Set(userIds)].filter((id): id is string => !told.has(id))
        for (const id of others) told.add(id)
        return [
          ...others.map((userId) => ({ kind, model, recordId, to: { userId } })),
          ...(teamId ? [{ kind, model, recordId, to: { teamId } }] : []),
        ]
      })
    },
  }
}

const day = 86_400_000

function isNews({ metadata: { via, source }, revision, occurredAt, recordedAt }: RecordedEvent): boolean {
  if (source) return false
  switch (via.kind) {
    case 'import':
    case 'cli':
      return false
    case 'saga':
    case 'timer':
      return revision > 0
    case 'session':
    case 'api-key':
    case 'batch':
    case 'link':
    case 'form':
    case 'portal':
    case 'chat':
      return Date.parse(recordedAt) - Date.parse(occurredAt) <= day
  }
}
