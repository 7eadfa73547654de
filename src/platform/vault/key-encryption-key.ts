import { createHash, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Config, ConfigError } from '../process/config.ts'
import type { Log } from '../process/log.ts'
import { decrypt, encrypt } from './cipher.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { isTransit, transitKey } from './transit.ts'

/** The keys that open the vault: the first wraps, the others are accepted while a rotation is under way. */
export type KeyRing = readonly [KeyEncryption, ...KeyEncryption[]]

/** A key held here, of 32 bytes. What it has wrapped is bound to the id of the data key. */
export function localKey(secret: Uint8Array): KeyEncryption {
  const id = createHash('sha256')
    .update('hindsight key-encryption key')
    .update(secret)
    .digest('hex')
    .slice(0, 16)
  return {
    id,
    wrap: async (keys) => keys.map((key) => encrypt(secret, key.secret, key.id)),
    unwrap: async (keys) => keys.map((key) => decrypt(secret, key.wrapped, key.id)),
  }
}

/** Keeps a ring usable for as long as it takes. Returns how to stop. */
export function keepKeys(ring: KeyRing, log: Pick<Log, 'info' | 'warn'>): () => Promise<void> {
  const stops = ring.flatMap((key) => key.keep?.(log) ?? [])
  return async () => void (await Promise.all(stops.map((stop) => stop())))
}

type Where = Pick<Config, 'data' | 'keyEncryptionKey'>

const variable = 'HINDSIGHT_KEY_ENCRYPTION_KEY'
const fileOf = ({ data }: Where) => join(data, 'key-encryption-key')

/** The keys as configured, or from a file that is made on first use. @throws ConfigError */
export function keyRing(config: Where): KeyRing {
  if (config.keyEncryptionKey !== undefined) return ringOf(config.keyEncryptionKey, variable)
  const file = fileOf(config)
  const text = readIfThere(file)
  if (text !== undefined) return ringOf(text, file)
  const made = randomBytes(32).toString('base64')
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeDurably(file, `${made}\n`)
  } catch (error) {
    throw new ConfigError(`The key-encryption key ${file} cannot be written: ${(error as Error).message}`)
  }
  return ringOf(made, file)
}

/** Whether there is a key already, so that none would be made. */
export function hasKey(config: Where): boolean {
  return config.keyEncryptionKey !== undefined || readIfThere(fileOf(config)) !== undefined
}

/**
 * Puts a new key before those in the file, or leaves the file as it is when a rotation was begun and not ended.
 * @throws ConfigError when the keys are the operator's own, in the environment.
 */
export function beginRotation(config: Where): KeyRing {
  if (config.keyEncryptionKey !== undefined) {
    const ring = keyRing(config)
    if (ring.length > 1) return ring
    throw new ConfigError(
      `The key-encryption key is in ${variable}. Set it to the new key, a comma and the present key; rotate; then leave the old one out.`,
    )
  }
  const before = keyRing(config)
  if (before.length > 1) return before
  const file = fileOf(config)
  writeDurably(file, `${randomBytes(32).toString('base64')}\n${readFileSync(file, 'utf8')}`)
  return keyRing(config)
}

/** Nothing is wrapped by the older keys any more: the file forgets them. */
export function endRotation(config: Where): void {
  if (config.keyEncryptionKey !== undefined) return
  const file = fileOf(config)
  writeDurably(file, `${readFileSync(file, 'utf8').split('\n')[0]}\n`)
}

function ringOf(text: string, source: string): KeyRing {
  const keys = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => {
      if (isTransit(part)) return transitKey(part)
      const secret = Buffer.from(part, 'base64')
      if (secret.length !== 32)
        throw new ConfigError(
          `${source} must hold 32 bytes in base64, or name a key in a vault: a key-encryption key.`,
        )
      return localKey(secret)
    })
  const [first, ...others] = keys
  if (!first) throw new ConfigError(`${source} holds no key-encryption key.`)
  return [first, ...others]
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new ConfigError(`The key-encryption key ${file} cannot be read: ${(error as Error).message}`)
  }
}

/** Whole or not at all, and on disk: without this file nobody reads the personal data again. */
function writeDurably(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600 })
  sync(draft)
  renameSync(draft, file)
  sync(dirname(file))
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
