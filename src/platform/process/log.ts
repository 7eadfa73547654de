import { type Logger, type LoggerOptions, pino } from 'pino'

export type Log = Logger

/**
 * Structured lines on standard output; at a terminal they are written for people. Credentials never get in, wherever in
 * an object they stand.
 */
export function createLog(level: string): Log {
  const options: LoggerOptions = {
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        '*.password',
        '*.token',
        'password',
        'token',
      ],
      censor: '[redacted]',
    },
  }
  if (!process.stdout.isTTY) return pino(options)
  return pino(options, { write: (line: string) => process.stdout.write(forPeople(line)) })
}

/**
 * `23:45:39 warn event-store: what happened {"other":"fields"}`; the stack of an error below it. What came from outside
 * can neither begin a line of its own nor steer the terminal.
 */
export function forPeople(line: string): string {
  const { level, time, part, msg, err, ...others } = JSON.parse(line) as {
    level: number
    time: string
    part?: string
    msg?: string
    err?: { message?: string; stack?: string }
  }
  const words = [
    time.slice(11, 19),
    level === pino.levels.values.info ? '' : pino.levels.labels[level],
    part && `${part}:`,
    msg,
    Object.keys(others).length > 0 && JSON.stringify(others),
  ]
  const stack = (err?.stack ?? err?.message ?? '').split('\n').filter(Boolean)
  const said = words.filter(Boolean).join(' ')
  return [harmless(said), ...stack.map((each) => `  ${harmless(each)}`), ''].join('\n')
}

/** Control characters, and those that only steer how others look, by their numbers. */
function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => {
    const code = sign.codePointAt(0) ?? 0
    return `\\u${code.toString(16).padStart(4, '0')}`
  })
}
