import type { IncomingHttpHeaders } from 'node:http'
import type { ByteRange } from '../../platform/vault/stream-cipher.ts'

/** What is asked for lies behind the end (416); `bytes`: so many there are. */
export class RangeNotSatisfiable extends Error {
  readonly bytes: number
  constructor(bytes: number) {
    super(`There are ${bytes} bytes, and none where they were asked for.`)
    this.name = 'RangeNotSatisfiable'
    this.bytes = bytes
  }
}

/**
 * Which bytes a request asks for of a content (RFC 9110, section 14); undefined: all, also where it asks for several ranges at
 * once, in a unit that is not ours, or for what has changed since (`If-Range`, which only this very tag fits).
 * @throws RangeNotSatisfiable
 */
export function rangeAsked(
  { range, 'if-range': ifRange }: IncomingHttpHeaders,
  { bytes, etag }: { bytes: number; etag: string },
): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(range ?? '') ?? []
  if ((first === '' && last === '') || (ifRange !== undefined && ifRange !== etag)) return undefined
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  if (from >= bytes) throw new RangeNotSatisfiable(bytes)
  return { from, to: first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) }
}

/** Whether who asks has it already (`If-None-Match`): tags are compared weakly (section 13.1.2). */
export function isKnown({ 'if-none-match': known }: IncomingHttpHeaders, etag: string): boolean {
  return (
    known?.trim() === '*' || known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) === true
  )
}
