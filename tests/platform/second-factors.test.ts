import { TOTP } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { isKnownPassword } from '../../src/platform/people/known-passwords.ts'

describe('one-time codes', () => {
  // RFC 6238, appendix B (SHA-1, the secret "12345678901234567890"), cut to six digits.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %i s', (seconds, code) => {
    const totp = new TOTP({ secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' })
    expect(totp.generate({ timestamp: seconds * 1000 })).toBe(code)
  })
})

describe('USR-18 known passwords', () => {
  it.each([
    '123456789',
    'Password',
    'letmein',
    'iloveyou2026!',
    '!!qwertyuiop!!',
    'dragondragon',
    'p-a-s-s-w-o-r-d',
  ])('has %s', (password) => expect(isKnownPassword(password)).toBe(true))
  it.each([
    'correct horse battery staple',
    'hindsight-demo',
    'Tr0mb0ne-quiet-harbour',
    'пароль надёжный длинный',
  ])('has not %s', (password) => expect(isKnownPassword(password)).toBe(false))
})
