import { expect, it } from 'vitest'
import { forPeople } from '../../src/platform/log.ts'

it('a line for people says when, what of which part, and what went wrong', () => {
  const line = (fields: object) => forPeople(JSON.stringify({ time: '2026-01-02T03:04:05.678Z', ...fields }))
  expect(line({ level: 30, msg: 'listening' })).toBe('03:04:05 listening\n')
  expect(line({ level: 40, part: 'postgres', msg: 'ended', code: 1 })).toBe(
    '03:04:05 warn postgres: ended {"code":1}\n',
  )
  expect(line({ level: 50, msg: 'failed', err: { message: 'no', stack: 'Error: no\n    at x' } })).toBe(
    '03:04:05 error failed\nError: no\n    at x\n',
  )
})
