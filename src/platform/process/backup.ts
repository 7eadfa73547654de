import { sign } from 'node:crypto'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { from, to } from 'pg-copy-streams'
import { privateKeyOf } from '../log/transparency-log/note.ts'
import { type Client, ident, type Pg } from '../pg/pg.ts'
import { definitionsOf, type TableDefinition } from './backup/catalog.ts'
import { type Part, readBackup, writeBackup } from './backup/file.ts'
import { ConfigError } from './config.ts'

export interface BackedUp {
  tables: number
  bytes: number
  sha256: string
}

/** What this program reads. */
const format = 1

/**
 * Writes everything that cannot be made from anything else into one file, as it is at one instant, while all goes on:
 * the log if it lies in this database, the vault, what people sign in with, the tree with its signatures, process
 * managers. Read models are left out. The keys that open the vault and sign are not in the database, so not here.
 */
export async function backUp(pg: Pg, file: string, seed?: Uint8Array): Promise<BackedUp> {
  let bytes = 0
  let tables = 0
  const sha256 = await pg.transaction(async (client) => {
    await client.query('set transaction isolation level repeatable read, read only')
    async function* parts(): AsyncGenerator<Part> {
      const definitions = await definitionsOf(client)
      tables = definitions.length
      yield { line: { hindsight: 'backup', format, tables: definitions } }
      for (const table of definitions) {
        yield { line: { table: nameOf(table) } }
        for await (const chunk of client.query(to(`copy (${rowsOf(table)}) to stdout`))) {
          bytes += (chunk as Buffer).length
          yield { bytes: chunk as Buffer }
        }
      }
    }
    return writeBackup(file, parts(), (hash) => (seed ? signatureOf(hash, seed) : undefined))
  })
  return { tables, bytes, sha256 }
}

const nameOf = ({ schema, name }: TableDefinition) => `${ident(schema)}.${ident(name)}`

/** What was migrated of that which is left out has to be migrated again. */
function rowsOf(table: TableDefinition): string {
  const all = `select ${table.columns.map(ident).join(', ')} from ${nameOf(table)}`
  return table.name === 'hindsight_migration' ? `${all} where id !~ '^(rm|event-index)/'` : all
}

/**
 * Loads a backup into an empty database, all of it or nothing. It is read through once before anything is touched. What it
 * says of tables is run as SQL by whom the database belongs to, so that it must be signed with `seed`; undefined: whoever
 * asks trusts the file.
 * @throws ConfigError when the file is damaged or signed by nobody here, or the database is not empty.
 */
export async function restoreBackup(pg: Pg, file: string, seed?: Uint8Array): Promise<{ tables: number }> {
  const definitions = await checked(file, seed)
  await pg.transaction(async (client) => {
    await mustBeEmpty(client)
    for (const schema of new Set(definitions.map((table) => table.schema)))
      await client.query(`create schema if not exists ${ident(schema)}`)
    for (const { create } of definitions) await client.query(create)
    await load(client, definitions, file)
    for (const { afterwards } of definitions)
      for (const statement of afterwards) await client.query(statement)
    for (const { references } of definitions)
      for (const statement of references) await client.query(statement)
  })
  await pg.owner.query('analyze')
  return { tables: definitions.length }
}

/** Ed25519 signatures of one key over the same bytes are the same. */
function signatureOf(sha256: string, seed: Uint8Array): string {
  return sign(null, Buffer.from(`hindsight backup ${sha256}`), privateKeyOf(seed)).toString('base64')
}

/** Reads the whole file, so that a damaged one is refused before anything is changed. */
async function checked(file: string, seed: Uint8Array | undefined): Promise<readonly TableDefinition[]> {
  let definitions: readonly TableDefinition[] | undefined
  const mustBeSigned = (sha256: string, signature: unknown) => {
    if (seed && signature !== signatureOf(sha256, seed))
      throw new ConfigError(
        'it is not signed with the signing key of this installation. Put the key it was signed with in place ' +
          '(the file signing-key), or, if you know where it comes from, restore it with --accept-unsigned: what it holds ' +
          'is run as SQL by the owner of the database.',
      )
  }
  for await (const part of readBackup(file, mustBeSigned)) {
    if (!('line' in part) || definitions) continue
    if (part.line.hindsight !== 'backup') throw new ConfigError(`${file} is no backup of Hindsight.`)
    if (part.line.format !== format)
      throw new ConfigError(
        `${file} was written by another version of Hindsight, which this one cannot read.`,
      )
    definitions = part.line.tables as readonly TableDefinition[]
  }
  if (!definitions) throw new ConfigError(`${file} is no backup of Hindsight.`)
  return definitions
}

async function mustBeEmpty(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema$)' limit 1`,
  )
  if (rows[0])
    throw new ConfigError(
      `The database is not empty (it has ${rows[0].name}). A backup is restored into an empty one.`,
    )
}

async function load(client: Client, definitions: readonly TableDefinition[], file: string): Promise<void> {
  const byName = new Map(definitions.map((table) => [nameOf(table), table]))
  let copying: { stream: ReturnType<typeof from>; done: Promise<void> } | undefined
  const end = async () => {
    copying?.stream.end()
    await copying?.done
    copying = undefined
  }
  for await (const part of readBackup(file)) {
    if ('line' in part) {
      const table = byName.get(String(part.line.table))
      if (!table) continue
      await end()
      const columns = table.columns.map(ident).join(', ')
      const stream = client.query(from(`copy ${nameOf(table)} (${columns}) from stdin`))
      const done = finished(stream)
      done.catch(() => {})
      copying = { stream, done }
    } else if (copying && !copying.stream.write(part.bytes)) {
      await Promise.race([once(copying.stream, 'drain'), copying.done])
    }
  }
  await end()
}
