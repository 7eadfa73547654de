import { createHash } from 'node:crypto'
import type { EventStore } from '../log/event-store.ts'
import type { Storage } from './storage.ts'

/** What is wrong with a content that an event names. */
export interface Flaw {
  blob: string
  /** The stream of its file. */
  stream: string
  message: string
}

/** The contents that a log names, by the stream of their file; those of a file that was erased are not looked for. */
export async function contentsIn(
  log: Pick<EventStore, 'readAll'>,
): Promise<{ blob: string; stream: string }[]> {
  const found = new Map<string, string[]>()
  for await (const page of log.readAll())
    for (const { type, stream, data } of page) {
      if (!type.startsWith('file.')) continue
      if (type.startsWith('file.erased.')) found.set(stream, [])
      const { content } = data as { content?: { blob?: string } }
      if (content?.blob) found.set(stream, [...(found.get(stream) ?? []), content.blob])
    }
  return [...found].flatMap(([stream, blobs]) => blobs.map((blob) => ({ blob, stream })))
}

/** Compares what lies in the storage with its addresses; no key is needed for that. */
export async function checkContents(
  storage: Storage,
  contents: readonly { blob: string; stream: string }[],
): Promise<Flaw[]> {
  const flaws: Flaw[] = []
  for (const { blob, stream } of contents) {
    const found = await look(storage, blob)
    if ('message' in found) flaws.push({ blob, stream, ...found })
  }
  return flaws
}

async function look(storage: Storage, blob: string): Promise<{ bytes: number } | { message: string }> {
  const body = await storage.get(blob)
  if (!body) return { message: 'it is missing' }
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    hash.update(piece)
  }
  return hash.digest('hex') === blob ? { bytes } : { message: 'it is not what was written' }
}

/** Copies contents that are not there yet, each checked on its way. @returns those that could not be copied */
export async function copyContents(
  from: Storage,
  to: Storage,
  blobs: readonly string[],
): Promise<{ copied: number; missing: string[] }> {
  const missing: string[] = []
  let copied = 0
  for (const blob of blobs) {
    if ('bytes' in (await look(to, blob))) continue
    const found = await look(from, blob)
    const body = 'bytes' in found ? await from.get(blob) : undefined
    if (!body || !('bytes' in found)) missing.push(blob)
    else {
      await to.put(blob, body, found.bytes)
      copied++
    }
  }
  return { copied, missing }
}
