import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evolveOne } from '../../src/domain/decider.ts'
import { type RecordedEvent, type Spec, specOf } from '../../src/domain/event.ts'
import { erasedValue, type Found, personalFieldsOf, setAt } from '../../src/platform/vault/personal-fields.ts'
import { fold } from '../../src/projections/fold.ts'
import { modelOf } from '../../src/projections/tables.ts'
import { deciders, processManagers, projections } from '../../src/registry.ts'
import { arbitraryOf } from '../support/arbitrary.ts'
import { times } from '../support/chance.ts'

const id = '00000000-0000-4000-8000-00000000abcd'
const actor = { kind: 'user', id: '00000000-0000-4000-8000-000000000000', roles: ['rep'] } as const
const personalEvents = deciders.flatMap((decider) =>
  Object.entries(decider.events).flatMap(([type, of]) => {
    const fields = personalFieldsOf(specOf(of))
    return fields ? [{ type, spec: specOf(of), fields, decider }] : []
  }),
)
const models = projections.map(modelOf)

/** The data with something in the place of each personal value. */
function replaced(data: unknown, found: readonly Found[], by: (one: Found) => unknown): unknown {
  return found.reduce((inner, one) => setAt(inner, one.pointer, by(one)), data)
}

const erased = (data: unknown, found: readonly Found[]) =>
  replaced(data, found, ({ standIn }) => erasedValue(standIn))

function recorded(type: string, spec: Spec, data: unknown, revision: number): RecordedEvent {
  const [aggregate = ''] = type.split('.')
  const at = new Date(Date.UTC(2026, 0, 1) + revision * 1000).toISOString()
  return {
    id: `00000000-0000-4000-8000-${String(revision).padStart(12, '0')}`,
    type,
    data: spec.schema.parse(data),
    aggregate,
    aggregateId: id,
    revision,
    position: BigInt(revision),
    occurredAt: at,
    recordedAt: at,
    metadata: {
      actor,
      via: { kind: 'session' },
      command: { id, type: 'test', hash: '[erased]' },
      $correlationId: id,
      $causationId: id,
      occurredAt: at,
      app: 'test',
    },
  }
}

describe('SEC-01 every event with personal fields', () => {
  it('is among those of the people the product knows', () => {
    const of = new Set(personalEvents.map(({ decider }) => decider.name))
    expect([...of]).toEqual(expect.arrayContaining(['user', 'contact', 'lead', 'ticket']))
  })

  it.each(personalEvents)(
    '$type satisfies its schema sealed and erased, and shows nothing',
    ({ spec, fields }) => {
      fc.assert(
        fc.property(arbitraryOf(spec.schema), (input) => {
          const data: unknown = JSON.parse(JSON.stringify(spec.schema.parse(input)))
          const found = fields.find(data)
          const sealed = replaced(data, found, ({ standIn }) => standIn)
          expect(spec.schema.parse(sealed)).toStrictEqual(sealed)
          expect(spec.schema.parse(erased(data, found))).toStrictEqual(erased(data, found))
          // What is found again is what stands there: all else was taken out.
          const known = new Set(found.map(({ standIn }) => JSON.stringify(standIn)))
          for (const { value } of fields.find(sealed)) expect(known).toContain(JSON.stringify(value))
          expect(replaced(sealed, found, ({ value }) => value)).toStrictEqual(data)
        }),
        { numRuns: times(20, 100) },
      )
    },
  )

  it.each(deciders.filter(({ name }) => personalEvents.some(({ decider }) => decider.name === name)))(
    'of $name folds when it is erased: into state, read models and process managers',
    (decider) => {
      const of = Object.entries(decider.events).map(([type, one]) => ({ type, spec: specOf(one) }))
      const event = (creating: boolean) =>
        fc.oneof(
          ...of
            .filter(({ spec }) => spec.creates === creating)
            .map(({ type, spec }) => arbitraryOf(spec.schema).map((data) => ({ type, spec, data }))),
        )
      const history = fc
        .tuple(event(true), fc.array(event(false), { maxLength: 8 }))
        .map(([first, rest]) => [first, ...rest])
      fc.assert(
        fc.property(history, (some) => {
          const events = some.map(({ type, spec, data }, revision) => {
            const plain = spec.schema.parse(data)
            const found = personalFieldsOf(spec)?.find(plain) ?? []
            return recorded(type, spec, erased(plain, found), revision)
          })
          events.reduce<unknown>((state, one) => evolveOne(decider, state, one), undefined)
          const entries = events.map((one) => ({
            position: one.revision,
            recordedAt: one.recordedAt,
            id: one.id,
            type: `${one.type}.v1`,
            stream: `${one.aggregate}-${one.aggregateId}`,
            event: one,
            unreadable: undefined,
          }))
          for (const model of models) {
            const folded = fold(model, entries, { row: () => undefined, removedAt: () => undefined })
            expect(folded.failure, `${model.name}: ${folded.failure?.error}`).toBeUndefined()
          }
          for (const manager of processManagers)
            for (const one of events) manager.on[one.type]?.key(one as never)
        }),
        { numRuns: times(15, 60) },
      )
    },
  )
})
