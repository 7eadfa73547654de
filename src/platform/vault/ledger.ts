import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigError } from '../process/config.ts'

/** One erasure: which keys it destroyed, of which streams. Nothing in it says who it was. */
export interface Erased {
  at: string
  requestId: string
  streams: readonly string[]
  keys: readonly string[]
}

/**
 * What was erased, kept beside the database and not in it: a backup that is older than an erasure brings the keys back,
 * and this takes them away again. It is only ever added to.
 */
export interface Ledger {
  /** On disk when it returns. */
  add(erased: Erased): void
  all(): readonly Erased[]
}

/** In a file of one JSON text a line. @throws ConfigError when the file cannot be read. */
export function fileLedger(file: string): Ledger {
  return {
    add(erased) {
      mkdirSync(dirname(file), { recursive: true })
      const descriptor = openSync(file, 'a', 0o600)
      try {
        writeSync(descriptor, `${JSON.stringify(erased)}\n`)
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
    },
    all() {
      if (!existsSync(file)) return []
      const lines = readFileSync(file, 'utf8').split('\n')
      // A last line without an end is of a crash before its erasure began.
      return lines
        .slice(0, -1)
        .filter(Boolean)
        .map((line, index) => {
          try {
            return JSON.parse(line) as Erased
          } catch {
            throw new ConfigError(`The ledger of erasures ${file} cannot be read in line ${index + 1}.`)
          }
        })
    },
  }
}

/** For tests that restore nothing. */
export function memoryLedger(): Ledger {
  const kept: Erased[] = []
  return { add: (erased) => void kept.push(erased), all: () => kept }
}
