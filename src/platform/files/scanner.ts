import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Looks for viruses in a content, as it comes by. */
export interface Scanner {
  begin(): Promise<Scan>
}

interface Scan {
  /** Resolves when more may be sent. */
  write(piece: Buffer): Promise<void>
  /** The name of what was found; undefined: nothing was. */
  end(): Promise<string | undefined>
  /** Ends it without an answer. */
  cut(): void
}

/** The scanner does not answer, or not with an answer: nothing is known of the content. */
export class ScannerUnavailable extends Error {
  override name = 'ScannerUnavailable'
}

/** Before the scanner says a word, in ms: it may have its signatures to load. */
const patience = 60_000

/** ClamAV's daemon over TCP: `INSTREAM`, pieces with their lengths, an end of none (clamd(8)). */
export function clamAv(url: string): Scanner {
  const { hostname, port } = new URL(url)
  return {
    async begin() {
      const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 3310) })
      socket.setTimeout(patience, () => socket.destroy(new Error('no answer in time')))
      // Told to whoever waits; nobody need.
      socket.on('error', () => {})
      const answer = answerOf(socket)
      answer.catch(() => {})
      await reaching(() => once(socket, 'connect'))
      socket.write('zINSTREAM\0')
      return {
        write: (piece) =>
          reaching(async () => {
            const length = Buffer.alloc(4)
            length.writeUInt32BE(piece.length)
            socket.write(length)
            if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), answer.then(unasked)])
          }),
        end: () =>
          reaching(async () => {
            socket.write(Buffer.alloc(4))
            return verdict(await answer)
          }),
        cut: () => socket.destroy(),
      }
    },
  }
}

/** What it says, up to its end: a NUL, or that of the connection. */
async function answerOf(socket: Socket): Promise<string> {
  let text = ''
  for await (const piece of socket) {
    text += String(piece)
    if (text.includes('\0')) break
  }
  return text.split('\0', 1)[0]?.trim() ?? ''
}

function verdict(answer: string): string | undefined {
  const [, name] = /^stream: (.+) FOUND$/.exec(answer) ?? []
  if (name !== undefined) return name
  if (answer === 'stream: OK') return undefined
  return unasked(answer)
}

function unasked(answer: string): never {
  throw new Error(answer || 'the connection ended')
}

async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ScannerUnavailable(`The virus scanner does not answer: ${why}.`, { cause })
  }
}
