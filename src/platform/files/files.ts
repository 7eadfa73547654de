import { createHash } from 'node:crypto'
import { type Migration, migrate, type Pg } from '../pg/pg.ts'
import type { FilesConfig } from '../process/config.ts'
import type { Log } from '../process/log.ts'
import { spool } from '../process/spool.ts'
import {
  type ByteRange,
  decryptRange,
  decryptStream,
  encryptStream,
  sealedRange,
} from '../vault/stream-cipher.ts'
import type { Vault } from '../vault/vault.ts'
import { openStorage } from './open-storage.ts'
import { clamAv, type Scanner, ScannerUnavailable } from './scanner.ts'
import type { Storage } from './storage.ts'

const migrations: readonly Migration[] = [
  {
    id: 'files/1',
    sql: `
      create schema files;

      -- Contents in the storage that no event names yet (coming), or that none is to be had of any more (going).
      create table files.loose (
        blob text primary key,
        going boolean not null,
        since timestamptz not null default now()
      );`,
  },
]

/** A content as an event has it. */
export interface Content {
  type: string
  bytes: number
  /** SHA-256 of what was sent. */
  hash: string | null
  /** Where it lies. */
  blob: string
  /** The key in the vault that it is encrypted under. */
  key: string
}

/** A content that came whole, and lies nowhere yet. */
export interface Arrived {
  content: Content
  /** Puts it into the storage. What no event names within a day or so is swept. */
  keep(): Promise<void>
  /** An event names it. */
  named(): Promise<void>
  drop(): Promise<void>
}

/** Something in it that must not come in. */
export class Infected extends Error {
  override name = 'Infected'
  readonly signature: string
  constructor(signature: string) {
    super(`The virus scanner has found ${signature} in it. Nothing was kept.`)
    this.signature = signature
  }
}

/** What files hold: encrypted before it touches a disk, and gone with its key. */
export interface Files {
  /** In bytes. */
  largest: number
  /**
   * Takes a content as it comes, and never whole into memory. `typeOf` says by its beginning what it is, or refuses it.
   * @throws Infected, ScannerUnavailable
   */
  take(body: AsyncIterable<Buffer>, typeOf: (first: Buffer) => string): Promise<Arrived>
  /**
   * All of it, or some bytes, for which no more is read and decrypted than the segments that they are in. `erased`: its key is
   * no more. `missing`: the storage, or the vault, does not have it.
   */
  read(
    content: Pick<Content, 'blob' | 'key' | 'bytes'>,
    range?: ByteRange,
  ): Promise<AsyncIterable<Buffer> | 'erased' | 'missing'>
  /** Removes contents for good, now or, where the storage does not answer, as soon as it does. */
  forget(contents: readonly Pick<Content, 'blob'>[]): Promise<void>
  /** Removes what is loose. `named`: those that events name after all. */
  sweep(named: (blobs: readonly string[]) => Promise<ReadonlySet<string>>): Promise<{ removed: number }>
}

export interface FilesOptions {
  storage: Storage
  scanner?: Scanner | undefined
  /** Whether a content is taken that the scanner cannot be asked about. */
  unscanned?: boolean
  largest?: number
}

export const megabyte = 1024 * 1024
/** As configured. @throws ConfigError */
export async function filesOptions(config: FilesConfig): Promise<FilesOptions> {
  const { url, scanner, unscanned, megabytes } = config
  return {
    storage: await openStorage(url),
    scanner: scanner === undefined ? undefined : clamAv(scanner),
    unscanned,
    largest: megabytes * megabyte,
  }
}

/** Looked at to see what it is, in bytes. */
const beginning = 64 * 1024

export async function openFiles(
  parts: { pg: Pg; vault: Vault; folder: string; log: Pick<Log, 'warn'> },
  { storage, scanner, unscanned = false, largest = 25 * megabyte }: FilesOptions,
): Promise<Files> {
  const { pg, vault, folder, log } = parts
  await migrate(pg, migrations)

  async function begin() {
    try {
      return await scanner?.begin()
    } catch (error) {
      return passing(error)
    }
  }

  /** What cannot be scanned comes in only where an operator has said so. */
  function passing(error: unknown): undefined {
    if (!unscanned || !(error instanceof ScannerUnavailable)) throw error
    log.warn({ err: error }, 'a file was taken that was not scanned')
  }

  async function remove(blob: string): Promise<void> {
    await storage.remove(blob)
    await pg.owner.query('delete from files.loose where blob = $1', [blob])
  }

  return {
    largest,
    async take(body, typeOf) {
      const [first, whole] = await begun(body)
      const type = typeOf(first)
      const [plainHash, blobHash] = [createHash('sha256'), createHash('sha256')]
      let bytes = 0
      let scan = await begin()
      const { id: key, secret } = await vault.take()
      async function* plain() {
        for await (const piece of whole) {
          bytes += piece.length
          plainHash.update(piece)
          await scan?.write(piece).catch((error: unknown) => {
            scan?.cut()
            scan = passing(error)
          })
          yield piece
        }
      }
      async function* sealed() {
        for await (const piece of encryptStream(secret, plain())) {
          blobHash.update(piece)
          yield piece
        }
      }
      const spooled = await spool(folder, sealed()).catch((error: unknown) => {
        scan?.cut()
        throw error
      })
      try {
        const found = await scan?.end().catch(passing)
        if (found !== undefined) throw new Infected(found)
      } catch (error) {
        await spooled.close()
        throw error
      } finally {
        scan?.cut()
      }
      const blob = blobHash.digest('hex')
      return {
        content: { type, bytes, hash: plainHash.digest('hex'), blob, key },
        async keep() {
          await pg.owner.query('insert into files.loose (blob, going) values ($1, false)', [blob])
          await storage.put(blob, spooled.read(), spooled.bytes)
        },
        named: async () =>
          void (await pg.owner.query('delete from files.loose where blob = $1 and not going', [blob])),
        drop: () => spooled.close(),
      }
    },
    async read({ blob, key, bytes }, range) {
      const secret = (await vault.secrets(new Set([key]))).get(key)
      if (secret === 'destroyed') return 'erased'
      if (!(secret instanceof Buffer)) return 'missing'
      const sealed = await storage.get(blob, range && sealedRange(range))
      if (!sealed) return 'missing'
      return range ? decryptRange(secret, sealed, range, bytes) : decryptStream(secret, sealed)
    },
    async forget(contents) {
      const blobs = contents.map(({ blob }) => blob)
      await pg.owner.query(
        `insert into files.loose (blob, going) select unnest($1::text[]), true
           on conflict (blob) do update set going = true`,
        [blobs],
      )
      for (const blob of blobs)
        await remove(blob).catch((error: unknown) =>
          log.warn(
            { err: error },
            'a content could not be removed; its key is no more, and it is tried again',
          ),
        )
    },
    async sweep(named) {
      const { rows } = await pg.owner.query<{ blob: string; going: boolean }>(
        `select blob, going from files.loose where going or since < now() - interval '1 hour'`,
      )
      const coming = rows.filter(({ going }) => !going).map(({ blob }) => blob)
      const after = coming.length > 0 ? await named(coming) : new Set<string>()
      await pg.owner.query('delete from files.loose where blob = any($1) and not going', [[...after]])
      const gone = rows.filter(({ blob, going }) => going || !after.has(blob))
      for (const { blob } of gone) await remove(blob)
      return { removed: gone.length }
    },
  }
}

/** The beginning of a content, and all of it from there. */
async function begun(body: AsyncIterable<Buffer>): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const pieces = body[Symbol.asyncIterator]()
  const held: Buffer[] = []
  let length = 0
  while (length < beginning) {
    const { done, value } = await pieces.next()
    if (done) break
    held.push(value)
    length += value.length
  }
  async function* whole() {
    yield* held
    for (;;) {
      const { done, value } = await pieces.next()
      if (done) return
      yield value
    }
  }
  return [Buffer.concat(held).subarray(0, beginning), whole()]
}
