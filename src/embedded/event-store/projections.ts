import { randomUUID } from 'node:crypto'
import { linkType } from './links.ts'
import type { EventLog } from './log.ts'
import { isSystem, type ProposedEvent, type RecordedEvent, tombstoneRevision } from './model.ts'
import { followAll } from './subscription.ts'

/** Where a projection puts a link to an event, and what the link says. */
type Target = (event: RecordedEvent) => { stream: string; link: string | Buffer } | undefined

/**
 * EventStoreDB's system projections that order the log anew by links, each into its own streams. Links are written in
 * log order and together with how far they go, so that a restart neither misses nor repeats one. As on EventStoreDB
 * they are off until somebody enables them, and look at what $all shows. Deletions are not linked.
 */
const targets: Record<string, Target> = {
  // A link is not linked again: its target is.
  $by_category(event) {
    const end = isSystem(event.stream) ? -1 : event.stream.indexOf('-')
    if (end <= 0) return undefined
    const link = event.type === linkType ? event.data : placeOf(event)
    return { stream: `$ce-${event.stream.slice(0, end)}`, link }
  },
  $by_event_type: (event) =>
    event.type === linkType ? undefined : { stream: `$et-${event.type}`, link: placeOf(event) },
  $streams: (event) => (event.revision === 0 ? { stream: '$streams', link: placeOf(event) } : undefined),
}

const placeOf = ({ revision, stream }: RecordedEvent): string => `${revision}@${stream}`

export interface ProjectionStatus {
  name: string
  running: boolean
  position: number
}

export class SystemProjections {
  private readonly log: EventLog
  private readonly report: (message: string) => void
  private readonly running = new Map<string, AbortController>()
  private readonly positions = new Map<string, number>()

  constructor(log: EventLog, report: (message: string) => void) {
    this.log = log
    this.report = report
  }

  has(name: string): boolean {
    return Object.hasOwn(targets, name)
  }

  /** Goes on with those that were enabled before; `all`: enables every one. */
  async start(all: boolean): Promise<void> {
    for (const name of Object.keys(targets)) {
      const text = 'select position, enabled from eventstore.projection where name = $1'
      const [row] = await this.log.query('projection', text, [name])
      this.positions.set(name, Number(row?.[0] ?? 0))
      if (all || row?.[1] === true) await this.enable(name)
    }
  }

  async enable(name: string): Promise<void> {
    if (this.running.has(name)) return
    await this.setEnabled(name, true)
    const abort = new AbortController()
    this.running.set(name, abort)
    this.run(name, abort.signal).catch((error: unknown) => {
      this.running.delete(name)
      this.report(
        `The projection ${name} has stopped: ${error instanceof Error ? error.message : String(error)}`,
      )
    })
  }

  async disable(name: string): Promise<void> {
    this.running.get(name)?.abort()
    this.running.delete(name)
    await this.setEnabled(name, false)
  }

  status(): ProjectionStatus[] {
    return Object.keys(targets).map((name) => ({
      name,
      running: this.running.has(name),
      position: this.positions.get(name) ?? 0,
    }))
  }

  stop(): void {
    for (const abort of this.running.values()) abort.abort()
    this.running.clear()
  }

  private async run(name: string, signal: AbortSignal): Promise<void> {
    const target = targets[name] ?? (() => undefined)
    for await (const steps of followAll(this.log, this.positions.get(name) ?? 0, undefined, signal)) {
      const events = steps.flatMap((step) => (step.kind === 'events' ? step.events : []))
      const last = events.at(-1)
      if (last === undefined) continue
      const links = events.flatMap((event) => {
        const found = event.revision < tombstoneRevision ? target(event) : undefined
        return found === undefined ? [] : [{ stream: found.stream, event: linkTo(event, found.link) }]
      })
      if (links.length > 0) {
        const outcome = await this.log.write({
          kind: 'project',
          projection: name,
          position: last.position,
          links,
        })
        if (outcome.kind !== 'written') throw new Error(`its links were not written: ${outcome.kind}`)
      }
      this.positions.set(name, last.position)
    }
  }

  private async setEnabled(name: string, enabled: boolean): Promise<void> {
    const text = `insert into eventstore.projection (name, position, enabled) values ($1, 0, $2)
                  on conflict (name) do update set enabled = excluded.enabled`
    await this.log.query('enable-projection', text, [name, enabled])
  }
}

/** Its metadata name the version, the place and the stream, as EventStoreDB's do. */
function linkTo({ id, stream, position }: RecordedEvent, link: string | Buffer): ProposedEvent {
  return {
    id: randomUUID(),
    type: linkType,
    json: false,
    data: Buffer.from(link),
    metadata: Buffer.from(
      JSON.stringify({ $v: '1:-1:1:1', $c: position, $p: position, $o: stream, $causedBy: id }),
    ),
  }
}
