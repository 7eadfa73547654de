import { status } from '../grpc.ts'
import type { EventLog } from '../log.ts'
import { doesNotExist, Group, groupError, groupFailed } from './group.ts'
import { faultOf, type GroupSettings } from './settings.ts'

/** All persistent subscriptions; their settings and checkpoints are in the database. */
export class Groups {
  private readonly groups = new Map<string, Group>()
  private readonly log: EventLog
  private readonly report: (message: string) => void

  constructor(log: EventLog, report: (message: string) => void) {
    this.log = log
    this.report = report
  }

  async load(): Promise<void> {
    const text =
      'select stream, name, settings::text, checkpoint, start from eventstore.subscription_group order by stream, name'
    for (const [stream, name, settings, checkpoint, start] of await this.log.query('groups', text, [])) {
      this.add(String(stream), String(name), JSON.parse(String(settings)), {
        checkpoint: checkpoint === null ? undefined : Number(checkpoint),
        start: Number(start),
      })
    }
  }

  get(stream: string, name: string): Group {
    const group = this.groups.get(key(stream, name))
    if (group !== undefined) return group
    throw doesNotExist(stream, name)
  }

  list(stream: string | undefined): Group[] {
    return [...this.groups.values()].filter(
      ({ options }) => stream === undefined || options.stream === stream,
    )
  }

  async create(stream: string, name: string, settings: GroupSettings): Promise<void> {
    const start = await this.startOf(stream, name, settings)
    const { length } = await this.log.query(
      'create-group',
      `insert into eventstore.subscription_group (stream, name, settings, start) values ($1, $2, $3, $4)
       on conflict do nothing returning 1`,
      [stream, name, JSON.stringify(settings), start],
    )
    if (length === 0) {
      const message = `Subscription group ${name} on stream ${stream} exists.`
      throw groupError(status.alreadyExists, 'persistent-subscription-exists', stream, name, message)
    }
    this.add(stream, name, settings, { checkpoint: undefined, start })
  }

  /** New settings drop the consumers; a checkpoint stays, without one the new start holds. */
  async update(stream: string, name: string, given: GroupSettings): Promise<void> {
    const group = this.get(stream, name)
    const { filter } = group.options.settings
    const settings = filter === undefined ? given : { ...given, filter }
    const start = await this.startOf(stream, name, settings)
    group.stop()
    const [row] = await this.log.query(
      'update-group',
      `update eventstore.subscription_group set settings = $3, start = $4 where stream = $1 and name = $2
       returning checkpoint`,
      [stream, name, JSON.stringify(settings), start],
    )
    const checkpoint = row?.[0] ?? undefined
    this.add(stream, name, settings, {
      checkpoint: typeof checkpoint === 'number' ? checkpoint : undefined,
      start,
    })
  }

  async delete(stream: string, name: string): Promise<void> {
    const group = this.get(stream, name)
    this.groups.delete(key(stream, name))
    group.stop()
    const text = 'delete from eventstore.subscription_group where stream = $1 and name = $2'
    await this.log.query('delete-group', text, [stream, name])
    await group.forgetParked()
  }

  async restart(): Promise<void> {
    this.stop()
    await this.load()
  }

  stop(): void {
    for (const group of this.groups.values()) group.stop()
    this.groups.clear()
  }

  private add(
    stream: string,
    name: string,
    settings: GroupSettings,
    at: { checkpoint: number | undefined; start: number },
  ): void {
    const { log, report } = this
    const saveCheckpoint = async (checkpoint: number): Promise<void> => {
      const text = 'update eventstore.subscription_group set checkpoint = $3 where stream = $1 and name = $2'
      await log.query('save-checkpoint', text, [stream, name, checkpoint])
    }
    this.groups.set(
      key(stream, name),
      new Group({ log, stream, name, settings, report, saveCheckpoint, ...at }),
    )
  }

  /** Behind which the first event lies that the group is to see. Throws when the group could not work like that. */
  private async startOf(stream: string, name: string, settings: GroupSettings): Promise<number> {
    const { startFrom } = settings
    const fault = faultOf(settings) ?? (stream === '$all' ? await this.faultOf(startFrom) : undefined)
    if (fault !== undefined) throw groupFailed(stream, name, fault)
    if (stream === '$all')
      return startFrom === 'start' ? 0 : startFrom === 'end' ? this.log.position : Math.ceil(startFrom) - 1
    if (startFrom === 'end') return (await this.log.stream(stream)).last
    return startFrom === 'start' ? -1 : startFrom - 1
  }

  private async faultOf(startFrom: GroupSettings['startFrom']): Promise<string | undefined> {
    if (typeof startFrom !== 'number' || startFrom === 0) return undefined
    const position = Math.ceil(startFrom)
    if (position > this.log.position) return 'Invalid Start From position: it is beyond the end of the log.'
    return (await this.log.has(position)) ? undefined : 'Invalid Start From position: no event begins there.'
  }
}

const key = (stream: string, name: string): string => JSON.stringify([stream, name])
