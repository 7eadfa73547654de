import { type Client, type Migration, migrate, type Pg } from '../pg/pg.ts'
import type { Clock } from '../process/clock.ts'
import { newId } from '../process/ids.ts'
import { decrypt, encrypt } from '../vault/cipher.ts'
import type { Vault } from '../vault/vault.ts'
import type { CameText, ToldReceipt } from './gateway.ts'

const migrations: readonly Migration[] = [
  {
    id: 'sms/1',
    sql: `
      create schema sms;
      -- Texts that gateways have told, by a hash of what they are, for as long as one may be told again. SMPP gives them no id.
      create table sms.came (
        id uuid primary key,
        number_id uuid not null,
        hash bytea not null,
        session text not null,
        at timestamptz not null,
        -- When we were about to say that we have it: before that we have never said so, and it is told again.
        answered_at timestamptz
      );
      create index on sms.came (number_id, hash, at);
      create index on sms.came (at);

      -- Parts of longer texts, until all are there: each sealed under a key of its own in the vault. A whole is known by who sent it
      -- and the number that they gave it, of which only a hash is kept.
      create table sms.part (
        whole bytea not null,
        part integer not null,
        number_id uuid not null,
        at timestamptz not null,
        key_id uuid not null,
        content bytea not null,
        primary key (whole, part)
      );

      -- Receipts, until the text that they name is known.
      create table sms.receipt (
        id uuid primary key,
        number_id uuid not null,
        message_id text not null,
        "is" text not null,
        reason text not null,
        at timestamptz not null
      );
      create index on sms.receipt (number_id, message_id);`,
  },
]

/** In ms: so long a text may be told again, the rest of one is waited for, and a receipt waits for its text. */
const patience = { again: 3_600_000, rest: 600_000, receipt: 3 * 86_400_000 }

export interface WaitingReceipt extends ToldReceipt {
  id: string
  numberId: string
}

export interface PartKept {
  numberId: string
  /** Of which whole it is. */
  whole: Buffer
  /** Its place, from 1 on. */
  part: number
  text: CameText
}

/** What is kept of texts beside the log: which were told and answered, and receipts of what is not known yet. */
export interface SmsStore {
  /**
   * The id of a text that is told: the same for one that was told before and never answered. `repeats`: the same was answered in
   * another session a short time ago, and nobody can know whether the gateway has heard it.
   */
  came(of: { numberId: string; hash: Buffer; session: string }): Promise<{ id: string; repeats: boolean }>
  /** Notes that we are about to say that we have it. */
  answering(id: string): Promise<void>
  /** Keeps a part of a longer text, and tells those that are there, by their places: once, or again, as it is told. */
  keepPart(of: PartKept): Promise<ReadonlyMap<number, CameText>>
  forgetParts(whole: Buffer): Promise<void>
  /** Longer texts of which the rest has not come, and is not waited for any more. */
  leftBehind(): Promise<readonly { numberId: string; whole: Buffer; parts: ReadonlyMap<number, CameText> }[]>
  keepReceipt(numberId: string, receipt: ToldReceipt): Promise<void>
  receipts(): Promise<readonly WaitingReceipt[]>
  settled(receiptId: string): Promise<void>
  /** Forgets what is over. */
  forget(): Promise<void>
}

export async function openSmsStore(
  pg: Pick<Pg, 'owner' | 'transaction'>,
  { clock, vault }: { clock: Clock; vault: Pick<Vault, 'take' | 'secrets'> },
): Promise<SmsStore> {
  await migrate(pg, migrations)
  const sql = pg.owner
  const before = (ms: number) => new Date(Date.parse(clock()) - ms).toISOString()
  async function partsOf(whole: Buffer): Promise<ReadonlyMap<number, CameText>> {
    const { rows } = await sql.query<{ part: number; key: string; content: Buffer }>(
      'select part, key_id as key, content from sms.part where whole = $1 order by part',
      [whole],
    )
    const keys = await vault.secrets(new Set(rows.map(({ key }) => key)))
    return new Map(
      rows.flatMap(({ part, key, content }) => {
        const secret = keys.get(key)
        if (!secret || typeof secret === 'string') return []
        return [[part, JSON.parse(decrypt(secret, content, `${whole.toString('hex')}/${part}`).toString())]]
      }),
    )
  }
  return {
    came: ({ numberId, hash, session }) =>
      pg.transaction(async (client: Client) => {
        const { rows } = await client.query<{ id: string; session: string; answered: boolean }>(
          `select id, session, answered_at is not null as answered from sms.came
            where number_id = $1 and hash = $2 and at > $3 order by at desc, id desc`,
          [numberId, hash, before(patience.again)],
        )
        const open = rows.find(({ answered }) => !answered)
        if (open) return { id: open.id, repeats: false }
        const id = newId()
        await client.query('insert into sms.came values ($1, $2, $3, $4, $5)', [
          id,
          numberId,
          hash,
          session,
          clock(),
        ])
        return { id, repeats: rows.some((row) => row.session !== session) }
      }),
    async answering(id) {
      await sql.query('update sms.came set answered_at = $2 where id = $1', [id, clock()])
    },
    async keepPart({ numberId, whole, part, text }) {
      const key = await vault.take()
      const name = `${whole.toString('hex')}/${part}`
      const sealed = encrypt(key.secret, Buffer.from(JSON.stringify(text)), name)
      await sql.query('insert into sms.part values ($1, $2, $3, $4, $5, $6) on conflict do nothing', [
        whole,
        part,
        numberId,
        clock(),
        key.id,
        sealed,
      ])
      return partsOf(whole)
    },
    async forgetParts(whole) {
      await sql.query('delete from sms.part where whole = $1', [whole])
    },
    async leftBehind() {
      const { rows } = await sql.query<{ numberId: string; whole: Buffer }>(
        `select min(number_id::text) as "numberId", whole from sms.part group by whole having max(at) < $1 limit 100`,
        [before(patience.rest)],
      )
      return Promise.all(rows.map(async (row) => ({ ...row, parts: await partsOf(row.whole) })))
    },
    async keepReceipt(numberId, { messageId, is, reason }) {
      await sql.query('insert into sms.receipt values ($1, $2, $3, $4, $5, $6)', [
        newId(),
        numberId,
        messageId,
        is,
        reason,
        clock(),
      ])
    },
    async receipts() {
      const { rows } = await sql.query<WaitingReceipt>(
        `select id, number_id as "numberId", message_id as "messageId", "is", reason from sms.receipt order by id limit 500`,
      )
      return rows
    },
    async settled(receiptId) {
      await sql.query('delete from sms.receipt where id = $1', [receiptId])
    },
    async forget() {
      await sql.query('delete from sms.came where at < $1', [before(patience.again)])
      await sql.query('delete from sms.receipt where at < $1', [before(patience.receipt)])
    },
  }
}
