import fc from 'fast-check'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { InvalidInput } from '../../src/commands/errors.ts'
import { parseInput } from '../../src/commands/parse.ts'
import { email } from '../../src/domain/values/email.ts'
import { instant } from '../../src/domain/values/instant.ts'
import { money } from '../../src/domain/values/money.ts'
import { personName } from '../../src/domain/values/person-name.ts'
import { phone } from '../../src/domain/values/phone.ts'
import { line, prose } from '../../src/domain/values/text.ts'
import { uuid } from '../../src/domain/values/uuid.ts'

it('a law: much asked or seldom, an input is read and refused in the same way', () => {
  const schema = z.object({
    name: personName,
    title: line(20).default('none'),
    text: prose(30).nullable(),
    email: email.nullable().default(null),
    phone: phone.optional(),
    amount: money.nullable().optional(),
    at: instant.optional(),
    kind: z.enum(['one', 'two']),
    ids: z.array(uuid).max(2),
  })
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('ada@example.com', 'Ada@Müller.de', '+49 30 1234567', '(212) 555-0100 x12', 'one', ' '),
    fc.uuid(),
    fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
  )
  const value = fc.oneof(text, fc.integer(), fc.constantFrom(null, undefined, true))
  const input = fc.record(
    {
      name: fc.oneof(fc.record({ first: value, last: text }, { requiredKeys: ['last'] }), value),
      title: value,
      text: value,
      email: value,
      phone: value,
      amount: fc.oneof(fc.record({ amount: fc.integer(), currency: fc.constantFrom('EUR', 'X') }), value),
      at: value,
      kind: fc.constantFrom('one', 'two', 'three'),
      ids: fc.oneof(fc.array(fc.oneof(fc.uuid(), text), { maxLength: 3 }), value),
    },
    { requiredKeys: ['name', 'text', 'kind', 'ids'] },
  )
  const asRead = (body: unknown) => {
    try {
      return parseInput(schema, body)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      return error.issues.map(({ field, message }) => `${field}: ${message}`)
    }
  }
  fc.assert(
    fc.property(input, (body) => {
      const { success, data, error } = schema.safeParse(body)
      const expected = success
        ? data
        : error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
      expect(asRead(body)).toEqual(expected)
    }),
    { numRuns: 600 },
  )
  for (let n = 0; n < 200; n++) {
    const body = { name: { last: `Byron ${n}` }, text: null, email: 'ADA@example.com', kind: 'one', ids: [] }
    expect(asRead(body)).toEqual(schema.parse(body))
    expect(asRead({ ...body, odd: 1 })).toEqual(['odd: There is no such field.'])
  }
})
