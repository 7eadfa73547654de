/** Arrays in PostgreSQL's binary format, as parameters for `unnest`: `pg` sends a Buffer as it is. */

const oid = { bool: 16, bytea: 17, int8: 20, text: 25, uuid: 2950 }

function array(
  type: number,
  count: number,
  size: number,
  write: (buffer: Buffer, at: number, index: number) => number,
): Buffer {
  const buffer = Buffer.allocUnsafe(20 + 4 * count + size)
  buffer.writeInt32BE(count === 0 ? 0 : 1, 0)
  buffer.writeInt32BE(0, 4)
  buffer.writeInt32BE(type, 8)
  if (count === 0) return buffer.subarray(0, 12)
  buffer.writeInt32BE(count, 12)
  buffer.writeInt32BE(1, 16)
  let at = 20
  for (let index = 0; index < count; index++) {
    const length = write(buffer, at + 4, index)
    buffer.writeInt32BE(length, at)
    at += 4 + length
  }
  return buffer.subarray(0, at)
}

/** Values above 2^53 stand for the largest 64-bit integer. */
export function int8Array(values: readonly number[]): Buffer {
  return array(oid.int8, values.length, 8 * values.length, (buffer, at, index) => {
    const value = values[index] ?? 0
    if (value > Number.MAX_SAFE_INTEGER) buffer.writeBigInt64BE(0x7fff_ffff_ffff_ffffn, at)
    else {
      buffer.writeInt32BE(Math.floor(value / 0x1_0000_0000), at)
      buffer.writeUInt32BE(value >>> 0, at + 4)
    }
    return 8
  })
}

export function boolArray(values: readonly boolean[]): Buffer {
  return array(oid.bool, values.length, values.length, (buffer, at, index) => {
    buffer[at] = values[index] === true ? 1 : 0
    return 1
  })
}

export function textArray(values: readonly string[]): Buffer {
  const size = values.reduce((sum, value) => sum + Buffer.byteLength(value), 0)
  return array(oid.text, values.length, size, (buffer, at, index) =>
    buffer.write(values[index] ?? '', at, 'utf8'),
  )
}

export function byteaArray(values: readonly Uint8Array[]): Buffer {
  const size = values.reduce((sum, value) => sum + value.length, 0)
  return array(oid.bytea, values.length, size, (buffer, at, index) => {
    const value = values[index]
    if (value === undefined) return 0
    buffer.set(value, at)
    return value.length
  })
}

/** From the usual text form of UUIDs. */
export function uuidArray(values: readonly string[]): Buffer {
  return array(oid.uuid, values.length, 16 * values.length, (buffer, at, index) => {
    buffer.write((values[index] ?? '').replaceAll('-', ''), at, 'hex')
    return 16
  })
}
