import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Config, ConfigError } from '../../process/config.ts'

type Where = Pick<Config, 'data' | 'signingKey'>

const fileOf = ({ data }: Where) => join(data, 'signing-key')

/** What this Hindsight signs with: as configured, or from a file that is made on first use. @throws ConfigError */
export function signingSeed(config: Where): Buffer {
  const { signingKey } = config
  return signingKey === undefined ? openSeed(fileOf(config)) : seedOf(signingKey, 'HINDSIGHT_SIGNING_KEY')
}

/** The same where none must be made: undefined if this Hindsight has never signed. @throws ConfigError */
export function knownSeed(config: Where): Buffer | undefined {
  const { signingKey } = config
  return signingKey === undefined ? readSeed(fileOf(config)) : seedOf(signingKey, 'HINDSIGHT_SIGNING_KEY')
}

/** 32 bytes in base64, as `openssl rand -base64 32` prints them. @throws ConfigError naming where it came from. */
function seedOf(text: string, source: string): Buffer {
  const seed = Buffer.from(text.trim(), 'base64')
  if (seed.length !== 32) throw new ConfigError(`${source} must hold 32 bytes in base64: a signing key.`)
  return seed
}

/** The seed in a file that only its owner can read; one is made where there is no file yet. @throws ConfigError */
function openSeed(file: string): Buffer {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new ConfigError(`The signing key ${file} cannot be written: ${(error as Error).message}`)
  }
  const seed = readSeed(file)
  if (!seed) throw new ConfigError(`The signing key ${file} cannot be read.`)
  return seed
}

/** Undefined where there is no such file. */
function readSeed(file: string): Buffer | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  return seedOf(text, file)
}
