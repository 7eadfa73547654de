import type { IncomingMessage } from 'node:http'
import { errorCodes, type FastifyRequest } from 'fastify'
import { InvalidInput } from '../../commands/errors.ts'
import { newId } from '../../platform/process/ids.ts'
import { type Spooled, spool } from '../../platform/process/spool.ts'

/** A file that somebody has sent, whole. */
export interface Upload {
  id: string
  /** What it is called where it came from. */
  name: string
  bytes: number
  /** As an editor counts them. */
  lines: number
  /** From its start, as often as it is asked for. */
  read(): AsyncIterable<Buffer>
}

/** Files between their arrival and what they were sent for. */
export interface Uploads {
  /** Takes a file as it comes, and never whole into memory. Nothing is kept of one that does not come whole. */
  take(ownerId: string, name: string, body: AsyncIterable<Buffer>): Promise<Upload>
  /** Undefined: it is somebody else's, is used already, or there no more. */
  find(ownerId: string, id: string): Upload | undefined
  /** From now on it is found no more, and waits until it is dropped. */
  use(id: string): void
  drop(id: string): Promise<void>
  stop(): Promise<void>
}

/** So many of one person are kept; of more the oldest goes. */
const mostOfOne = 16
/** How long one waits for what it was sent for, in ms. */
const patience = 3_600_000

const newline = 0x0a

export function createUploads(folder: string): Uploads {
  const kept = new Map<
    string,
    { upload: Upload; ownerId: string; spooled: Spooled; forget: NodeJS.Timeout; used: boolean }
  >()

  async function drop(id: string): Promise<void> {
    const found = kept.get(id)
    kept.delete(id)
    clearTimeout(found?.forget)
    await found?.spooled.close()
  }

  return {
    async take(ownerId, name, body) {
      const { counted, lines } = lineCount(body)
      const spooled = await spool(folder, counted)
      const of = [...kept].filter(([, one]) => one.ownerId === ownerId && !one.used)
      for (const [id] of of.slice(0, Math.max(0, of.length - mostOfOne + 1))) await drop(id)
      const { bytes, read } = spooled
      const upload: Upload = { id: newId(), name, bytes, lines: lines(), read }
      const forget = setTimeout(() => void drop(upload.id), patience).unref()
      kept.set(upload.id, { upload, ownerId, spooled, forget, used: false })
      return upload
    },
    find(ownerId, id) {
      const found = kept.get(id)
      return found?.ownerId === ownerId && !found.used ? found.upload : undefined
    },
    use(id) {
      const found = kept.get(id)
      clearTimeout(found?.forget)
      if (found) found.used = true
    },
    drop,
    async stop() {
      for (const id of kept.keys()) await drop(id)
    },
  }
}

function lineCount(body: AsyncIterable<Buffer>) {
  let [lines, last] = [0, newline]
  async function* counted() {
    for await (const part of body) {
      for (let at = part.indexOf(newline); at >= 0; at = part.indexOf(newline, at + 1)) lines++
      last = part.at(-1) ?? last
      yield part
    }
  }
  return { counted: counted(), lines: () => (last === newline ? lines : lines + 1) }
}

/** The bytes of a request, as they come. Whoever sends too much is to read why, for which the connection has to stay. */
export function fileIn({ raw, headers }: FastifyRequest, largest: number): AsyncIterable<Buffer> {
  if (Number(headers['content-length'] ?? 0) > largest) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  return bytesOf(raw, largest)
}

async function* bytesOf(request: IncomingMessage, largest: number): AsyncGenerator<Buffer> {
  let bytes = 0
  const pieces = request.iterator({ destroyOnReturn: false })
  for (;;) {
    const { done, value } = await pieces.next().catch(() => {
      throw new InvalidInput([{ field: '', rule: 'cut', message: 'The file did not arrive whole.' }])
    })
    if (done) return
    bytes += (value as Buffer).length
    if (bytes > largest) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
    yield value as Buffer
  }
}
