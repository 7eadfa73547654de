import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from '../../platform/process/ids.ts'

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

/**
 * Files between their arrival and what they were sent for. They lie in a folder without a name there, so that nothing is
 * left of them when they are dropped, when they are cut on their way, or when the process ends in whatever way.
 */
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
/** Read at once, in bytes. */
const piece = 64 * 1024

const newline = 0x0a

export function createUploads(folder: string): Uploads {
  const kept = new Map<
    string,
    { upload: Upload; ownerId: string; handle: FileHandle; forget: NodeJS.Timeout; used: boolean }
  >()

  async function drop(id: string): Promise<void> {
    const found = kept.get(id)
    kept.delete(id)
    clearTimeout(found?.forget)
    await found?.handle.close()
  }

  return {
    async take(ownerId, name, body) {
      const handle = await openNameless(folder)
      try {
        const size = await write(handle, body)
        const of = [...kept].filter(([, one]) => one.ownerId === ownerId && !one.used)
        for (const [id] of of.slice(0, Math.max(0, of.length - mostOfOne + 1))) await drop(id)
        const upload: Upload = { id: newId(), name, ...size, read: () => piecesOf(handle) }
        const forget = setTimeout(() => void drop(upload.id), patience).unref()
        kept.set(upload.id, { upload, ownerId, handle, forget, used: false })
        return upload
      } catch (error) {
        await handle.close()
        throw error
      }
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

async function openNameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, randomUUID())
  const handle = await open(file, 'wx+', 0o600)
  await unlink(file)
  return handle
}

async function write(handle: FileHandle, body: AsyncIterable<Buffer>) {
  let [bytes, lines, last] = [0, 0, newline]
  async function* counted() {
    for await (const part of body) {
      bytes += part.length
      for (let at = part.indexOf(newline); at >= 0; at = part.indexOf(newline, at + 1)) lines++
      last = part.at(-1) ?? last
      yield part
    }
  }
  await writeFile(handle, counted())
  return { bytes, lines: last === newline ? lines : lines + 1 }
}

async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(piece), 0, piece, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
