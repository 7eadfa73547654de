import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

/** What every scanner finds, and what is none (eicar.org); in two parts, so that no scanner finds it here. */
export const eicar = [
  String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$`,
  'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*',
].join('')

export interface Clamd {
  url: string
  close(): Promise<void>
}

/**
 * Stands in for clamd 1.4 as far as INSTREAM goes (clamd(8)), and takes no more than it does: commands begin with `z` and end
 * with NUL, a stream longer than its limit is cut with an error, and one that never ends has no answer.
 */
export async function clamd({ streamMaxLength = 25 * 1024 * 1024 } = {}): Promise<Clamd> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    void answer(socket, streamMaxLength)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(socket: Socket, most: number): Promise<void> {
  let held = Buffer.alloc(0)
  let content = Buffer.alloc(0)
  let commanded = false
  const say = (text: string) => socket.end(`${text}\0`)
  for await (const piece of socket.iterator({ destroyOnReturn: false })) {
    held = Buffer.concat([held, piece as Buffer])
    if (!commanded) {
      const end = held.indexOf(0)
      if (end < 0) continue
      if (held.subarray(0, end).toString() !== 'zINSTREAM') return void say('UNKNOWN COMMAND')
      commanded = true
      held = held.subarray(end + 1)
    }
    while (held.length >= 4) {
      const length = held.readUInt32BE(0)
      if (length === 0)
        return void say(content.includes(eicar) ? 'stream: Eicar-Signature FOUND' : 'stream: OK')
      if (content.length + length > most) return void say('INSTREAM size limit exceeded. ERROR')
      if (held.length < 4 + length) break
      content = Buffer.concat([content, held.subarray(4, 4 + length)])
      held = held.subarray(4 + length)
    }
  }
}
