import { randomUUID } from 'node:crypto'
import { Writer } from '../../../platform/log/event-store/protobuf.ts'
import { frame, type Handler } from '../grpc.ts'
import { writeUuid } from '../messages.ts'

const leader = 8

/** Gossip/Read: a cluster of one, whose only member leads it. */
export function gossip(host: string, port: () => number): Handler {
  const instance = randomUUID()
  return async (call) => {
    const writer = new Writer(128)
    writer.message(1, (member) => {
      writeUuid(member, 1, instance)
      // Ticks of 100 nanoseconds since the year 1, as .NET counts them.
      member.bigint(2, 621_355_968_000_000_000n + BigInt(Date.now()) * 10_000n)
      member.uint(3, leader).uint(4, 1)
      member.message(5, (endpoint) => endpoint.string(1, host).uint(2, port()))
    })
    await call.send(frame(writer.finish()))
  }
}
