import type { Reader, Writer } from '../../../platform/log/event-store/protobuf.ts'

/** How a group is set up; times in milliseconds. As JSON in the table of groups. */
export interface GroupSettings {
  resolveLinks: boolean
  extraStatistics: boolean
  /** A revision, or a position for $all; included. */
  startFrom: number | 'start' | 'end'
  messageTimeout: number
  maxRetryCount: number
  checkpointAfter: number
  minCheckpointCount: number
  maxCheckpointCount: number
  /** 0: any number. */
  maxSubscriberCount: number
  liveBufferSize: number
  readBatchSize: number
  historyBufferSize: number
  consumerStrategy: string
  /** FilterOptions of a group on $all, as they came, in base64. */
  filter?: string
}

const strategies = ['DispatchToSingle', 'RoundRobin', 'Pinned', 'PinnedByCorrelation']
const ticksPerMillisecond = 10_000

/** CreateReq.Settings and UpdateReq.Settings; older clients put the revision to start from among them. */
export function readSettings(
  reader: Reader,
  startFrom: GroupSettings['startFrom'] | undefined,
): GroupSettings {
  const numbers = new Map<number, number>()
  let consumerStrategy: string | undefined
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 16) consumerStrategy = reader.string()
    else numbers.set(field, Number(reader.int64()))
  }
  const number = (field: number): number => numbers.get(field) ?? 0
  const milliseconds = (field: number, ticks: number): number =>
    numbers.get(field) ?? Math.round(number(ticks) / ticksPerMillisecond)
  const revision = number(2)
  const settings: GroupSettings = {
    startFrom: startFrom ?? (revision < 0 ? 'end' : revision),
    resolveLinks: number(1) !== 0,
    extraStatistics: number(3) !== 0,
    maxRetryCount: number(5),
    minCheckpointCount: number(7),
    maxCheckpointCount: number(8),
    maxSubscriberCount: number(9),
    liveBufferSize: number(10),
    readBatchSize: number(11),
    historyBufferSize: number(12),
    messageTimeout: milliseconds(14, 4),
    checkpointAfter: milliseconds(15, 6),
    consumerStrategy: consumerStrategy ?? strategies[number(13)] ?? 'RoundRobin',
  }
  return settings
}

/** Why a group cannot work with these settings; negative numbers are taken, as EventStoreDB takes them. */
export function faultOf(settings: GroupSettings): string | undefined {
  const { consumerStrategy, readBatchSize, historyBufferSize } = settings
  if (!strategies.includes(consumerStrategy)) return `Consumer strategy ${consumerStrategy} does not exist.`
  return readBatchSize >= historyBufferSize
    ? 'The read batch size may not be greater than or equal to the history buffer size.'
    : undefined
}

export interface ConnectionInfo {
  from: string
  username: string
  name: string
  averagePerSecond: number
  total: number
  sinceLast: number
  measurements: readonly (readonly [key: string, milliseconds: number])[]
  availableSlots: number
  inFlight: number
}

export interface GroupInfo {
  stream: string
  name: string
  status: string
  settings: GroupSettings
  connections: ConnectionInfo[]
  averagePerSecond: number
  total: number
  sinceLast: number
  checkpoint: number | undefined
  lastKnown: number | undefined
  readBuffer: number
  retryBuffer: number
  outstanding: number
  parked: number
}

/** SubscriptionInfo. */
export function writeInfo(writer: Writer, info: GroupInfo): void {
  const place = (at: number | undefined): string =>
    at === undefined ? '' : info.stream === '$all' ? `C:${at}/P:${at}` : String(at)
  const { settings } = info
  const start = settings.startFrom === 'start' ? 0 : settings.startFrom === 'end' ? -1 : settings.startFrom
  writer.string(1, info.stream).string(2, info.name).string(3, info.status)
  for (const connection of info.connections) writer.message(4, (body) => writeConnection(body, connection))
  writer.uint(5, info.averagePerSecond).uint(6, info.total).uint(7, info.sinceLast)
  writer.string(8, place(info.checkpoint)).string(9, place(info.lastKnown))
  writer.uint(10, settings.resolveLinks ? 1 : 0).string(11, place(start))
  writer.uint(12, settings.messageTimeout).uint(13, settings.extraStatistics ? 1 : 0)
  writer.uint(14, settings.maxRetryCount).uint(15, settings.liveBufferSize)
  writer.uint(16, settings.historyBufferSize).uint(17, settings.readBatchSize)
  writer.uint(18, settings.checkpointAfter)
  writer.uint(19, settings.minCheckpointCount).uint(20, settings.maxCheckpointCount)
  writer.uint(21, info.readBuffer).uint(22, 0).uint(23, info.retryBuffer)
  writer.uint(24, info.outstanding).uint(25, info.outstanding)
  writer.string(26, settings.consumerStrategy).uint(27, settings.maxSubscriberCount).uint(28, info.parked)
}

function writeConnection(writer: Writer, connection: ConnectionInfo): void {
  writer.string(1, connection.from).string(2, connection.username)
  writer.uint(3, connection.averagePerSecond).uint(4, connection.total).uint(5, connection.sinceLast)
  for (const [key, value] of connection.measurements) {
    writer.message(6, (body) => body.string(1, key).uint(2, value))
  }
  writer.uint(7, connection.availableSlots).uint(8, connection.inFlight).string(9, connection.name)
}
