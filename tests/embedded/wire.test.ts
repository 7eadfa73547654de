import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  boolArray,
  byteaArray,
  int8Array,
  textArray,
  uuidArray,
} from '../../src/embedded/event-store/pg-array.ts'
import { MalformedMessage, Reader, Writer } from '../../src/platform/log/event-store/protobuf.ts'
import { times } from '../support/chance.ts'
import { testPostgres } from '../support/servers.ts'

const text = fc.string({ unit: 'binary' })
const bytes = fc.uint8Array({ maxLength: 400 })

describe('Protocol Buffers', () => {
  it('come back as they were written, nested to any depth', () => {
    const field = fc.oneof(
      fc.record({ kind: fc.constant('uint' as const), value: fc.maxSafeNat() }),
      fc.record({ kind: fc.constant('string' as const), value: text }),
      fc.record({ kind: fc.constant('bytes' as const), value: bytes }),
    )
    fc.assert(
      fc.property(fc.array(field), fc.integer({ min: 0, max: 5 }), (fields, depth) => {
        const write = (writer: Writer, left: number): void => {
          if (left > 0) {
            writer.message(7, (body) => write(body, left - 1))
            return
          }
          for (const [index, each] of fields.entries()) {
            if (each.kind === 'uint') writer.uint(index + 1, each.value)
            else if (each.kind === 'string') writer.string(index + 1, each.value)
            else writer.bytes(index + 1, each.value)
          }
        }
        const writer = new Writer(4)
        write(writer, depth)
        let reader = new Reader(writer.finish())
        for (let left = depth; left > 0; left--) {
          expect(reader.next()).toBe(7)
          reader = reader.message()
        }
        for (const [index, each] of fields.entries()) {
          expect(reader.next()).toBe(index + 1)
          if (each.kind === 'uint') expect(reader.uint()).toBe(each.value)
          else if (each.kind === 'string') expect(reader.string()).toBe(each.value)
          else expect(Buffer.from(reader.bytes())).toEqual(Buffer.from(each.value))
        }
        expect(reader.next()).toBe(0)
      }),
    )
  })

  it('that are no message are refused, and never read beyond their end', () => {
    fc.assert(
      fc.property(bytes, (content) => {
        const reader = new Reader(Buffer.from(content))
        try {
          while (reader.next() !== 0) reader.skip()
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedMessage)
        }
      }),
    )
  })

  it('hold 64-bit integers of both signs, and the largest one for a tombstone', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const reader = new Reader(new Writer(16).bigint(1, value).finish())
        reader.next()
        expect(reader.int64()).toBe(value)
      }),
    )
    const reader = new Reader(new Writer(16).uint(3, 2 ** 63).finish())
    reader.next()
    expect(reader.int64()).toBe(2n ** 63n - 1n)
  })
})

describe('arrays for Postgres', () => {
  let client: pg.Client
  beforeAll(async () => {
    client = new pg.Client({ connectionString: testPostgres() })
    await client.connect()
  })
  afterAll(() => client.end())

  const through = async (array: Buffer, type: string): Promise<unknown[]> => {
    const { rows } = await client.query(`select unnest($1::${type}[]) as value`, [array])
    return rows.map(({ value }) => value)
  }

  it('arrive as they were', async () => {
    const stored = text.filter((value) => !value.includes('\0'))
    const property = fc.asyncProperty(
      fc.array(fc.maxSafeNat()),
      fc.array(stored),
      fc.array(bytes),
      fc.array(fc.uuid()),
      fc.array(fc.boolean()),
      async (integers, texts, buffers, uuids, booleans) => {
        expect(await through(int8Array(integers), 'bigint')).toEqual(integers.map(String))
        expect(await through(textArray(texts), 'text')).toEqual(texts)
        expect(await through(byteaArray(buffers), 'bytea')).toEqual(buffers.map((each) => Buffer.from(each)))
        expect(await through(uuidArray(uuids), 'uuid')).toEqual(uuids)
        expect(await through(boolArray(booleans), 'boolean')).toEqual(booleans)
      },
    )
    await fc.assert(property, { numRuns: times(10, 40) })
    expect(await through(int8Array([2 ** 63]), 'bigint')).toEqual(['9223372036854775807'])
  })
})
