import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { InvalidCursor, type ListRequest, list } from '../../src/api/lists/list.ts'
import { InvalidInput } from '../../src/commands/errors.ts'
import { folded } from '../../src/domain/values/folded.ts'
import type { ReadModels } from '../../src/projections/read-models.ts'
import { seed, times } from '../support/chance.ts'
import { parcelLog, parcelTable, registered } from '../support/parcels.ts'
import { type ReadSide, readSide } from '../support/read-side.ts'

let side: ReadSide
let models: ReadModels
const labels = ['Äpfel', 'apple', 'Apple', '50%', '5_', 'zebra', 'back\\slash']
const moved = '2024-05-05T05:05:05.500Z'

beforeAll(async () => {
  side = await readSide()
  models = side.models()
  await models.start()
  const append = parcelLog(side.store)
  for (let n = 0; n < 60; n++) {
    const id = randomUUID()
    const values = {
      label: labels[n % labels.length] ?? '',
      owner: [null, 'ann', 'bob'][n % 3] ?? null,
      value: n % 5,
      grams: n / 7,
      due: `2024-01-${String(1 + (n % 28)).padStart(2, '0')}`,
    }
    await append(
      'parcel',
      id,
      [
        registered(values),
        ...(n % 4 === 0 ? [{ type: 'parcel.moved', data: { from: randomUUID(), to: randomUUID() } }] : []),
      ],
      { occurredAt: n % 4 === 0 ? moved : '2024-01-01T00:00:00.000Z' },
    )
  }
  await side.settled(models)
})
afterAll(async () => {
  await side.close()
})

type Name = Parameters<typeof ask>[0] extends ListRequest<infer N> | undefined ? N : never
const ask = (request: Parameters<typeof list<typeof parcelTable>>[2], asOf?: string) =>
  models.read({ keys: ['all:*'] }, { asOf }, (db) => list(db, parcelTable, request))

async function walk(request: ListRequest<Name>, asOf?: string) {
  const items = []
  let cursor: string | undefined
  for (;;) {
    const page = await ask({ ...request, cursor }, asOf)
    items.push(...page.items)
    if (page.next === null) return items
    cursor = page.next
  }
}

it('walks every row once, in order and with those without a value last, whatever sort and page size', async () => {
  const sorts = ['label', 'value', 'grams', 'due', 'owner', 'lastMovedAt', 'updatedAt', 'id'] as const
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sorts),
      fc.boolean(),
      fc.integer({ min: 1, max: 70 }),
      fc.constantFrom(undefined, '2999-01-01T00:00:00Z'),
      async (name, down, limit, asOf) => {
        const items = await walk({ sort: `${down ? '-' : ''}${name}`, limit }, asOf)
        expect(new Set(items.map(({ id }) => id)).size).toBe(60)
        expect(items).toHaveLength(60)
        const values = items.map((row) => row[name])
        const present = values.filter((value) => value !== null)
        expect(values.slice(present.length).every((value) => value === null)).toBe(true)
        // Texts as the root of Unicode's collation has them (FAULTS 23), the rest by value.
        const compare =
          name === 'label' || name === 'owner'
            ? new Intl.Collator('und').compare
            : (a: unknown, b: unknown) =>
                String(a) === String(b) ? 0 : (a as number) < (b as number) ? -1 : 1
        const sorted = present.toSorted(compare as (a: unknown, b: unknown) => number)
        expect(present).toEqual(down ? sorted.toReversed() : sorted)
      },
    ),
    { numRuns: times(12, 60) },
  )
})

it('filters by equality, set, range, prefix, absence and search, and counts', async () => {
  const count = async (request: ListRequest<Name>) => {
    const { items, total } = await ask({ ...request, limit: 200, total: true })
    expect(total).toBe(items.length)
    return total
  }
  expect(await count({})).toBe(60)
  expect(await count({ filters: [{ column: 'owner', eq: 'ann' }] })).toBe(20)
  expect(await count({ filters: [{ column: 'owner', in: ['ann', 'bob'] }] })).toBe(40)
  expect(await count({ filters: [{ column: 'owner', in: [] }] })).toBe(0)
  expect(await count({ filters: [{ column: 'owner', isNull: true }] })).toBe(20)
  expect(await count({ filters: [{ column: 'lastMovedAt', from: moved, to: moved }] })).toBe(15)
  expect(await count({ filters: [{ column: 'value', from: 1, before: 3 }] })).toBe(24)
  expect(await count({ filters: [{ column: 'label', prefix: 'APP' }] })).toBe(18)
  expect(await count({ q: '%', search: ['label'] })).toBe(9)
  expect(await count({ q: '_', search: ['label'] })).toBe(8)
  expect(await count({ q: '\\', search: ['label'] })).toBe(8)
  expect(await count({ filters: [{ column: 'owner', eq: undefined }] })).toBe(60)
})

it('shows a reader the same rows whether or not it is told whose they are', async () => {
  const [first, second] = (await ask({ limit: 2 })).items
  const held = ['user:ann', 'user:bob', 'all:parcel', `record:${first?.id}`, `record:${second?.id}`]
  const seen = new Set<number>()
  await fc.assert(
    fc.asyncProperty(fc.subarray(held), fc.boolean(), async (keys, down) => {
      const request: ListRequest<Name> = { sort: `${down ? '-' : ''}value`, limit: 200, total: true }
      const read = (scope: ListRequest['scope']) =>
        models.read({ keys }, {}, (db) => list(db, parcelTable, { ...request, ...(scope && { scope }) }))
      const told = await read({ keys })
      expect(told).toEqual(await read(undefined))
      seen.add(told.items.length)
    }),
    { numRuns: 40 },
  )
  expect(seen.size).toBeGreaterThan(2)
})

it('refuses a cursor of another sort, filter, instant or making', async () => {
  const { next } = await ask({ sort: 'value', limit: 5 })
  const cursor = next ?? ''
  expect((await ask({ sort: 'value', limit: 50, cursor })).items).toHaveLength(50)
  const others: ListRequest<Name>[] = [
    { sort: '-value', cursor },
    { sort: 'due', cursor },
    { sort: 'value', cursor, filters: [{ column: 'owner', eq: 'ann' }] },
    { sort: 'value', cursor, scope: { instant: ['2024-01-01T00:00:00Z'] } },
    { sort: 'value', cursor: 'nonsense' },
    { sort: 'value', cursor: '' },
    { sort: 'value', cursor: Buffer.from('[1,2]').toString('base64url') },
    { sort: 'value', cursor: Buffer.from(cursor, 'base64url').toString().replace(/,\d+,/, ',"x",') },
  ]
  for (const request of others) await expect(ask(request)).rejects.toThrow(InvalidCursor)
})

it('names the parameter that cannot be', async () => {
  const refusals: [ListRequest<never>, string][] = [
    [{ sort: 'nothing' }, 'sort'],
    [{ sort: 'notes' }, 'sort'],
    [{ filters: [{ column: 'depotId' as never, eq: 'no-uuid' }] }, 'depotId'],
    [{ filters: [{ column: 'value' as never, field: 'minValue', from: 'x' }] }, 'minValue'],
    [{ filters: [{ column: 'label' as never, eq: 'a\0b' }] }, 'label'],
  ]
  for (const [request, field] of refusals)
    await expect(ask(request)).rejects.toSatisfy(
      (error) => error instanceof InvalidInput && error.issues[0]?.field === field,
    )
})

/** Whose cases are known to every ICU there is about: of later scripts (and letters of Latin) an older one knows none. */
const isOld = (code: number) =>
  !(
    (code >= 0xd800 && code <= 0xdfff) ||
    (code >= 0x1c80 && code <= 0x1cbf) ||
    (code >= 0x2c00 && code <= 0x2c5f) ||
    (code >= 0xa7ae && code <= 0xa7ff) ||
    (code > 0xffff && (code < 0x1f300 || code > 0x1f64f))
  )

/** Plain text, which both fold in a shorter way. */
const plainText = fc.string({ unit: fc.constantFrom(...Array.from("aZ9-'`. _")), maxLength: 20 })

/** Letters of whatever script, accents, ligatures, dashes, quotation marks and spaces. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...Array.from(
        "aAzZ09+@. '`´’‘ʼ-–—ßẞéÉøØłŁæÆœðþıİςΣσﬁＡ９ĳ½²ﾊﾞがガ한Å\u00A0\u200B\u00AD\u0301\u0327\u0345\u3000\u2028\u200D",
      ),
    ),
    fc
      .integer({ min: 1, max: 0x1f64f })
      .filter(isOld)
      .map((code) => String.fromCodePoint(code)),
  ),
  maxLength: 40,
})

it('FAULTS 23, a law: text folds in TypeScript as it does in SQL', async () => {
  const texts = fc.sample(fc.oneof(anyText, plainText), { numRuns: times(4000, 40_000), seed })
  const { rows } = await side.pg.owner.query<{ written: string; folded: string }>(
    'select written, rm.folded(written) as folded from unnest($1::text[]) as t(written)',
    [texts],
  )
  expect(rows).toHaveLength(texts.length)
  const apart = rows.filter(({ written, folded: inSql }) => folded(written) !== inSql)
  const shown = (text: string) => Array.from(text, (sign) => sign.codePointAt(0)?.toString(16)).join(' ')
  expect(
    apart.slice(0, 20).map(({ written, folded: inSql }) => [written, folded(written), inSql].map(shown)),
  ).toStrictEqual([])
})
