import fc from 'fast-check'
import { v5 } from 'uuid'
import { expect, it } from 'vitest'
import { derivedId } from '../../src/platform/process/ids.ts'

it('derives what RFC 9562 calls a UUIDv5, under one namespace and unambiguously', () => {
  const part = fc.oneof(fc.string({ unit: 'binary' }), fc.integer())
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      const name = parts.map((one) => `${String(one).length}:${one}`).join('')
      expect(derivedId(...parts)).toBe(v5(name, '6b3f2f0e-5c1e-5d0a-9a57-2f1d6c0b7e11'))
    }),
  )
  expect(derivedId('ab', 'c')).not.toBe(derivedId('a', 'bc'))
})
