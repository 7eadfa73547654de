import { Reader, Writer } from '../../../platform/log/event-store/protobuf.ts'
import { type Call, CallError, frame, type Handler, status } from '../grpc.ts'
import type { ProjectionStatus, SystemProjections } from '../projections.ts'

/** The methods of Projections that make sense for the system projections; queries in JavaScript are not offered. */
export function projections(system: SystemProjections): Map<string, Handler> {
  const named = async (call: Call): Promise<string> => {
    const name = readName(await call.message())
    if (!system.has(name)) throw new CallError(status.notFound, `The projection ${name} does not exist.`)
    return name
  }
  return new Map<string, Handler>([
    [
      'Enable',
      async (call) => {
        await system.enable(await named(call))
        await call.send(emptyAnswer)
      },
    ],
    [
      'Disable',
      async (call) => {
        await system.disable(await named(call))
        await call.send(emptyAnswer)
      },
    ],
    [
      'Statistics',
      async (call) => {
        const name = readName(await call.message())
        const wanted = system.status().filter((each) => name === '' || each.name === name)
        if (wanted.length === 0)
          throw new CallError(status.notFound, `The projection ${name} does not exist.`)
        await call.send(Buffer.concat(wanted.map(encodeStatistics)))
      },
    ],
  ])
}

const emptyAnswer = frame(Buffer.alloc(0))

/** The name in the options; empty when all are meant. */
function readName(message: Buffer): string {
  const reader = new Reader(message)
  if (reader.next() !== 1) return ''
  const options = reader.message()
  return options.next() === 1 ? options.string() : ''
}

function encodeStatistics({ name, running, position }: ProjectionStatus): Buffer {
  const writer = new Writer(256).message(1, (details) => {
    details
      .string(4, name)
      .string(8, running ? 'Running' : 'Stopped')
      .string(10, name)
    details.string(11, 'Continuous').string(12, `C:${position}/P:${position}`)
  })
  return frame(writer.finish())
}
