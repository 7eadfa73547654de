import { Writable } from 'node:stream'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createLog, forPeople } from '../../src/platform/process/log.ts'

const line = (fields: object) => forPeople(JSON.stringify({ time: '2026-01-02T03:04:05.678Z', ...fields }))

it('a line for people says when, what of which part, and what went wrong', () => {
  expect(line({ level: 30, msg: 'listening' })).toBe('03:04:05 listening\n')
  expect(line({ level: 40, part: 'postgres', msg: 'ended', code: 1 })).toBe(
    '03:04:05 warn postgres: ended {"code":1}\n',
  )
  expect(line({ level: 50, msg: 'failed', err: { message: 'no', stack: 'Error: no\n    at x' } })).toBe(
    '03:04:05 error failed\n  Error: no\n      at x\n',
  )
})

/** What somebody would send to have a line of their own, or to wipe what stands there. */
const evil = 'x\n{"level":30,"msg":"signed in"}\r\n03:04:05 signed in\u001b[2J\u202e\u2028\u0085'

it('what comes from outside can neither begin a line of the log nor steer the terminal', () => {
  const lines: string[] = []
  const log = pino(
    { base: {} },
    new Writable({
      write(text: Buffer, _, done) {
        lines.push(String(text))
        done()
      },
    }),
  )
  const err = new Error(evil)
  log.error({ err, path: evil }, evil)
  expect(lines.join('').match(/\n/g)).toHaveLength(1)
  expect(Array.from(lines.join('')).filter((sign) => sign < ' ')).toStrictEqual(['\n'])

  const shown = line({
    level: 50,
    msg: evil,
    path: evil,
    err: { message: evil, stack: `Error: ${evil}\n    at x` },
  })
  expect(shown).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u)
  const begun = shown.split('\n').filter((each) => each !== '' && !each.startsWith('  '))
  expect(begun).toHaveLength(1)
})

it('writes to standard output and nowhere else', () => {
  const written: string[] = []
  const { write } = process.stdout
  const wasTerminal = process.stdout.isTTY
  process.stdout.isTTY = true
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0
  try {
    createLog('info').info({ password: 'secret-word' }, 'hello')
  } finally {
    process.stdout.write = write
    process.stdout.isTTY = wasTerminal
  }
  expect(written.join('')).toMatch(/^\d\d:\d\d:\d\d hello \{"password":"\[redacted\]"\}\n$/)
})
