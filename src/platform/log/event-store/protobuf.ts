/**
 * Protocol Buffers by hand: a writer and a reader for the few field kinds that EventStoreDB's messages use. Numbers
 * above 2^53 occur only as "the largest 64-bit integer" (a tombstone's revision, an end position).
 */

const maxInt64 = 0x7fff_ffff_ffff_ffffn
const empty = Buffer.alloc(0)

export class Writer {
  private buffer: Buffer
  private length = 0

  constructor(size = 1024) {
    this.buffer = Buffer.allocUnsafe(size)
  }

  /** An unsigned integer, also when it is zero: fields of a `oneof` are written always. */
  uint(field: number, value: number): this {
    return this.varint(field << 3).varint(value)
  }

  string(field: number, value: string): this {
    this.varint((field << 3) | 2)
    if (value.length < 128 && this.ascii(value)) return this
    const size = Buffer.byteLength(value)
    this.varint(size)
    this.reserve(size)
    this.length += this.buffer.write(value, this.length, size, 'utf8')
    return this
  }

  bytes(field: number, value: Uint8Array): this {
    this.varint((field << 3) | 2).varint(value.length)
    return this.raw(value)
  }

  /** A signed or unsigned 64-bit integer. */
  bigint(field: number, value: bigint): this {
    this.varint(field << 3)
    this.reserve(10)
    return this.wide(BigInt.asUintN(64, value))
  }

  empty(field: number): this {
    return this.varint((field << 3) | 2).varint(0)
  }

  /** A nested message: its body is written first and moved when the length needs more than one byte. */
  message(field: number, body: (writer: this) => void): this {
    this.varint((field << 3) | 2)
    this.reserve(1)
    const start = ++this.length
    body(this)
    const size = this.length - start
    const extra = varintSize(size) - 1
    if (extra > 0) {
      this.reserve(extra)
      this.buffer.copyWithin(start + extra, start, this.length)
    }
    this.length = start - 1
    this.varint(size)
    this.length += size
    return this
  }

  /** A gRPC message: an uncompressed marker, the length, the message. */
  frame(body: (writer: this) => void): this {
    this.reserve(5)
    const start = this.length
    this.length += 5
    body(this)
    this.buffer[start] = 0
    this.buffer.writeUInt32BE(this.length - start - 5, start + 1)
    return this
  }

  raw(value: Uint8Array): this {
    this.reserve(value.length)
    this.buffer.set(value, this.length)
    this.length += value.length
    return this
  }

  varint(value: number): this {
    this.reserve(10)
    if (value > Number.MAX_SAFE_INTEGER) return this.wide(maxInt64)
    let rest = value
    while (rest >= 0x8000_0000) {
      this.buffer[this.length++] = (rest % 128) | 0x80
      rest = Math.floor(rest / 128)
    }
    while (rest >= 128) {
      this.buffer[this.length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.buffer[this.length++] = rest
    return this
  }

  /** The written bytes; the writer must not be used afterwards. */
  finish(): Buffer {
    return this.buffer.subarray(0, this.length)
  }

  /** A short text with its length, if it is ASCII: byte by byte costs less than the way out of JavaScript. */
  private ascii(value: string): boolean {
    const size = value.length
    this.reserve(size + 1)
    const { buffer } = this
    const start = this.length + 1
    for (let index = 0; index < size; index++) {
      const code = value.charCodeAt(index)
      if (code > 127) return false
      buffer[start + index] = code
    }
    buffer[this.length] = size
    this.length = start + size
    return true
  }

  private wide(value: bigint): this {
    for (let rest = value; ; rest >>= 7n) {
      if (rest < 128n) {
        this.buffer[this.length++] = Number(rest)
        return this
      }
      this.buffer[this.length++] = Number(rest & 0x7fn) | 0x80
    }
  }

  private reserve(size: number): void {
    if (this.length + size <= this.buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + size))
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }
}

export function varintSize(value: number): number {
  let size = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++
  return size
}

/** Thrown for bytes that are no message of the expected kind. */
export class MalformedMessage extends Error {}

export class Reader {
  private readonly buffer: Buffer
  private at: number
  private readonly end: number
  private wire = 0

  constructor(buffer: Buffer, start = 0, end = buffer.length) {
    this.buffer = buffer
    this.at = start
    this.end = end
  }

  /** The number of the next field, 0 at the end. */
  next(): number {
    if (this.at >= this.end) return 0
    const tag = this.uint()
    this.wire = tag & 7
    return tag >>> 3
  }

  /** Values above 2^53 come out rounded, which is enough to compare them. */
  uint(): number {
    let value = 0
    let scale = 1
    for (let index = 0; index < 10; index++) {
      const byte = this.buffer[this.at++]
      if (byte === undefined || this.at > this.end) throw new MalformedMessage('a number is cut off')
      value += (byte & 0x7f) * scale
      if (byte < 128) return value
      scale *= 128
    }
    throw new MalformedMessage('a number is too long')
  }

  /** An unsigned 64-bit integer to the last digit. */
  uint64(): bigint {
    const start = this.at
    const value = this.uint()
    if (value <= Number.MAX_SAFE_INTEGER) return BigInt(value)
    this.at = start
    return BigInt.asUintN(64, this.int64())
  }

  bool(): boolean {
    return this.uint() !== 0
  }

  /** A signed 64-bit integer in two's complement, as the structured form of a UUID has them. */
  int64(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.buffer[this.at++]
      if (byte === undefined || this.at > this.end) throw new MalformedMessage('a number is cut off')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 128) return BigInt.asIntN(64, value)
    }
    throw new MalformedMessage('a number is too long')
  }

  /** A view on the message, valid as long as its buffer. */
  bytes(): Buffer {
    const start = this.content()
    return this.buffer.subarray(start, this.at)
  }

  string(): string {
    const start = this.content()
    return this.buffer.toString('utf8', start, this.at)
  }

  message(): Reader {
    const start = this.content()
    return new Reader(this.buffer, start, this.at)
  }

  skip(): void {
    if (this.wire === 0) this.uint()
    else if (this.wire === 2) this.content()
    else if (this.wire === 1 || this.wire === 5) this.at += this.wire === 1 ? 8 : 4
    else throw new MalformedMessage(`unknown wire type ${this.wire}`)
    if (this.at > this.end) throw new MalformedMessage('a field is cut off')
  }

  private content(): number {
    if (this.wire !== 2) throw new MalformedMessage(`wire type ${this.wire} where a length was expected`)
    const size = this.uint()
    const start = this.at
    this.at += size
    if (this.at > this.end) throw new MalformedMessage('a field is cut off')
    return start
  }
}

/** The bytes of an empty message. */
export const emptyMessage = empty
