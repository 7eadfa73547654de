import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes that came whole, on disk and under no name: nothing of them is left when they are closed, or the process ends. */
export interface Spooled {
  bytes: number
  /** From its start, as often as it is asked for. */
  read(): AsyncIterable<Buffer>
  close(): Promise<void>
}

/** Read at once, in bytes. */
const piece = 64 * 1024

/** Keeps a body as it comes, and never whole in memory. Nothing is kept of one that does not come whole. */
export async function spool(folder: string, body: AsyncIterable<Buffer>): Promise<Spooled> {
  const handle = await openNameless(folder)
  let bytes = 0
  async function* counted() {
    for await (const part of body) {
      bytes += part.length
      yield part
    }
  }
  try {
    await writeFile(handle, counted())
  } catch (error) {
    await handle.close()
    throw error
  }
  return { bytes, read: () => piecesOf(handle), close: () => handle.close() }
}

async function openNameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, randomUUID())
  const handle = await open(file, 'wx+', 0o600)
  await unlink(file)
  return handle
}

async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(piece), 0, piece, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
