import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { InvalidInput } from '../../src/commands/errors.ts'
import { parseInput } from '../../src/commands/parse.ts'
import { type AnyDecider, decideOne, evolveOne } from '../../src/domain/decider.ts'
import { DomainError } from '../../src/domain/error.ts'
import { type RecordedEvent, specOf } from '../../src/domain/event.ts'
import { maxInteger } from '../../src/domain/values/integer.ts'
import { maxAmount } from '../../src/domain/values/money.ts'
import { createFit } from '../../src/projections/fit.ts'
import { commands, deciders, projections, queries } from '../../src/registry.ts'
import { arbitraryOf, type JsonSchema } from '../support/arbitrary.ts'
import { seed, times } from '../support/chance.ts'

/** Values tried on the edge of what can be held: 100,000 in the full run. */
const runs = times(3_000, 100_000)

const numbers = [
  -1,
  0,
  0.5,
  1,
  9.975,
  maxInteger,
  maxInteger + 1,
  3_000_000_000,
  -maxInteger - 2,
  maxAmount,
  maxAmount + 1,
  Number.MAX_SAFE_INTEGER,
  2 ** 53,
  1e308,
]
const texts = [
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '10000-01-01',
  '2017-02-30',
  '0226-12-31',
  '0000-06-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '0001-01-01T00:00:00+05:00',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59-12:00',
  '+010000-01-01T00:00:00.000Z',
  'infinity',
  '-infinity',
  '',
  '\u200B',
  'a\u202Eb',
  'a\u2028b',
  'A',
  '\u{1F469}\u200D\u{1F4BB}',
  ...[20, 40, 60, 80, 120, 200, 300, 500, 2000, 20_000].flatMap((n) => [
    '\u{10348}'.repeat(n / 2),
    'x'.repeat(n),
    'x'.repeat(n + 1),
  ]),
]
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...numbers),
  fc.constantFrom<unknown>(...texts),
)

type Place = readonly (string | number)[]

function leavesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return entries.flatMap(([key, inner]) => leavesOf(inner, [...at, key]))
}

function withLeaf(value: unknown, [key, ...rest]: Place, leaf: unknown): unknown {
  if (key === undefined) return leaf
  if (Array.isArray(value)) return value.map((inner, n) => (n === key ? withLeaf(inner, rest, leaf) : inner))
  const of = value as Record<string, unknown>
  return { ...of, [key]: withLeaf(of[key], rest, leaf) }
}

/** Mostly right, with some leaves put on or over an edge. */
function nearly(schema: z.ZodType): fc.Arbitrary<unknown> {
  return fc
    .tuple(arbitraryOf(schema), fc.array(fc.tuple(fc.nat(), odd), { maxLength: 3 }))
    .map(([whole, changes]) =>
      changes.reduce<unknown>((value, [nth, leaf]) => {
        const leaves = leavesOf(value)
        return withLeaf(value, leaves[nth % leaves.length] ?? [], leaf)
      }, whole),
    )
}

const id = '00000000-0000-4000-8000-00000000abcd'
const actor = { kind: 'user', id: '00000000-0000-4000-8000-000000000000', roles: ['rep'] } as const
const ats = ['0001-01-01T00:00:00.000Z', '2026-06-30T22:30:00.000Z', '9999-12-31T23:59:59.999Z']

function historyOf(decider: AnyDecider) {
  const specs = Object.entries(decider.commands).map(([type, of]) => ({ type, spec: specOf(of) }))
  const asked = (creating: boolean) =>
    fc.oneof(
      ...specs
        .filter(({ spec }) => spec.creates === creating)
        .map(({ type, spec }) => nearly(spec.schema).map((input) => ({ type, spec, input }))),
    )
  const later = specs.some(({ spec }) => !spec.creates)
    ? fc.array(asked(false), { maxLength: 4 })
    : fc.constant([])
  return fc
    .tuple(asked(true), later, fc.constantFrom(...ats))
    .map(([first, rest, at]) => ({ steps: [first, ...rest], at }))
}

describe(`FAULTS 1: values at their bounds and past them (seed ${seed})`, () => {
  it.each(deciders.map((decider) => [decider.name, decider] as const))(
    'whatever the commands of %s take, every column holds',
    async (_, decider) => {
      const mustFit = createFit(projections)
      let records = 0
      await fc.assert(
        fc.asyncProperty(historyOf(decider), async ({ steps, at }) => {
          // Each history is of a record of its own, so that all are held against one set of columns.
          const id = `00000000-0000-4000-8000-${(records++).toString(16).padStart(12, '0')}`
          const log: RecordedEvent[] = []
          let state: unknown
          for (const { type, spec, input } of steps) {
            const parsed = spec.schema.safeParse(input)
            if (!parsed.success || (state === undefined) !== spec.creates) continue
            let events: readonly { type: string; data: unknown }[]
            try {
              events = decideOne(decider, type, state, parsed.data, { id, at, actor })
            } catch (error) {
              if (error instanceof DomainError) continue
              throw error
            }
            const recorded = events.map(
              (event, n): RecordedEvent => ({
                type: event.type,
                data: specOf(decider.events[event.type] ?? expect.unreachable(event.type)).schema.parse(
                  event.data,
                ),
                id: `00000000-0000-4000-8000-${String(log.length + n).padStart(12, '0')}`,
                aggregate: decider.name,
                aggregateId: id,
                revision: log.length + n,
                position: 0n,
                occurredAt: at,
                recordedAt: at,
                metadata: {
                  actor,
                  via: { kind: 'session' },
                  command: { id, type, hash: '' },
                  $correlationId: id,
                  $causationId: id,
                  occurredAt: at,
                  app: 'test',
                },
              }),
            )
            await mustFit(recorded, async () => log)
            for (const event of recorded) state = evolveOne(decider, state, event)
            log.push(...recorded)
          }
        }),
        { numRuns: Math.ceil(runs / deciders.length), seed, endOnFailure: true },
      )
    },
  )

  it('what is no value of a body or a parameter is refused with a word, never with an error of the program', () => {
    const schemas = [...commands.map(({ body }) => body), ...queries.map(({ parameters }) => parameters)]
    for (const schema of schemas)
      fc.assert(
        fc.property(nearly(schema), (value) => {
          try {
            parseInput(schema, value)
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidInput)
          }
        }),
        { numRuns: Math.ceil(runs / schemas.length), seed, endOnFailure: true },
      )
  })

  it('every number that can be asked for ends, and at what its column holds', () => {
    const open: string[] = []
    for (const { type, body, internal } of commands) {
      if (internal) continue
      walk(
        z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
        type,
        (at, schema) => {
          const isNumber = schema.type === 'integer' || schema.type === 'number'
          const most = at.endsWith('.amount') ? maxAmount : maxInteger
          const end = schema.maximum ?? schema.exclusiveMaximum
          if (isNumber && !schema.examples && !(end !== undefined && end <= most))
            open.push(`${at} ends at ${end}`)
        },
      )
    }
    expect(open).toEqual([])
  })

  it('what a column does not hold is refused before it is written, by its name', async () => {
    const account = deciders.find(({ name }) => name === 'account') ?? expect.unreachable()
    const spec = specOf(account.commands['account.create'] ?? expect.unreachable())
    const [created] = decideOne(account, 'account.create', undefined, spec.schema.parse({ name: 'ACME' }), {
      id,
      at: '2026-01-01T00:00:00.000Z',
      actor,
    })
    const event = (data: object, occurredAt = '2026-01-01T00:00:00.000Z') =>
      ({
        ...created,
        data: { ...(created?.data as object), ...data },
        id,
        aggregate: 'account',
        aggregateId: id,
        revision: 0,
        position: 0n,
        occurredAt,
        recordedAt: '2026-01-01T00:00:00.000Z',
        metadata: { actor },
      }) as never as RecordedEvent
    const none = async () => []
    await expect(createFit(projections)([event({})], none)).resolves.toBeUndefined()
    for (const [data, occurredAt, field] of [
      [{ employees: 3_000_000_000 }, undefined, 'employees'],
      [{ sector: 'a\0b' }, undefined, 'sector'],
      [{}, '0000-06-01T00:00:00.000Z', 'occurredAt'],
    ] as const)
      await expect(createFit(projections)([event(data, occurredAt)], none)).rejects.toMatchObject({
        code: 'command.does-not-fit',
        field,
      })
  })
})

function walk(schema: JsonSchema, at: string, visit: (at: string, schema: JsonSchema) => void): void {
  visit(at, schema)
  for (const [key, inner] of Object.entries(schema.properties ?? {})) walk(inner, `${at}.${key}`, visit)
  for (const inner of [
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.allOf ?? []),
    ...(schema.prefixItems ?? []),
  ])
    walk(inner, at, visit)
  if (schema.items) walk(schema.items, `${at}.*`, visit)
  if (typeof schema.additionalProperties === 'object') walk(schema.additionalProperties, `${at}.*`, visit)
}
