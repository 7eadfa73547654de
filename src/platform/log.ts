import { type Logger, pino } from 'pino'

export type Log = Logger

/** Structured lines on standard output. Credentials never get in, wherever in an object they stand. */
export function createLog(level: string): Log {
  return pino({
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
  })
}
