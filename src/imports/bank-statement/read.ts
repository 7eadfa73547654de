import { readCamt053 } from './camt053.ts'
import { readMt940 } from './mt940.ts'
import type { StatementEntry } from './statement.ts'

export type CamtOrMt940 = 'camt.053' | 'MT940'

/** A bank statement by what it looks like: XML, or SWIFT's fields. @throws UnreadableStatement */
export function readStatement(file: Buffer): { format: CamtOrMt940; entries: StatementEntry[] } {
  const text = textOf(file)
  return /^\s*</.test(text)
    ? { format: 'camt.053', entries: readCamt053(text) }
    : { format: 'MT940', entries: readMt940(text) }
}

/** UTF-8, as XML is; of MT940 what is none is Latin 1, as older banks write it. */
function textOf(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    return file.toString('latin1')
  }
}
