import { type Migration, migrate, type Pg } from '../pg/pg.ts'

const migrations: readonly Migration[] = [
  {
    id: 'webhook/1',
    sql: `
      create schema webhook;
      create table webhook.delivery (
        webhook_id uuid not null,
        id uuid not null,
        event_id uuid not null,
        position bigint not null,
        type text not null,
        record_id uuid not null,
        state text not null,
        attempts integer not null default 0,
        first_at timestamptz not null,
        last_at timestamptz not null,
        primary key (webhook_id, id)
      );
      create index on webhook.delivery (webhook_id, last_at);
      create index on webhook.delivery (last_at);
      -- Each call with exactly what was sent; without it once somebody whom it may be about was erased.
      create table webhook.attempt (
        n bigint generated always as identity primary key,
        webhook_id uuid not null,
        delivery_id uuid not null,
        record_id uuid,
        at timestamptz not null,
        ms integer not null,
        cause text not null,
        status integer,
        error text,
        answer text,
        headers jsonb not null,
        body text
      );
      create index on webhook.attempt (webhook_id, delivery_id, n);
      create index on webhook.attempt (record_id);
      create index on webhook.attempt (at);`,
  },
]

export type DeliveryState = 'delivered' | 'failing' | 'given-up'

export interface Delivery {
  /** The id of the message: the same however often it is sent. */
  id: string
  eventId: string
  position: number
  type: string
  recordId: string
  state: DeliveryState
  attempts: number
  firstAt: string
  lastAt: string
}

/** Why a call was made: an event came, somebody asked for it again, or for a try. */
export type Cause = 'event' | 'resend' | 'test'

export interface Attempt {
  n: number
  at: string
  ms: number
  cause: Cause
  /** Of the answer; null: there was none. */
  status: number | null
  error: string | null
  answer: string | null
  headers: Readonly<Record<string, string>>
  body: string | null
}

/** What is kept of webhooks beside the log: what was sent. */
export interface WebhookStore {
  /** It is not sent any more by itself. */
  giveUp(webhookId: string, id: string): Promise<void>
  note(
    webhookId: string,
    delivery: Omit<Delivery, 'attempts' | 'firstAt' | 'lastAt'> | undefined,
    attempt: Omit<Attempt, 'n'> & { deliveryId: string; recordId: string | null },
  ): Promise<void>
  /** Newest first. */
  deliveries(
    webhookId: string,
    of: { below: string | undefined; state: DeliveryState | undefined; limit: number },
  ): Promise<Delivery[]>
  delivery(webhookId: string, id: string): Promise<{ delivery: Delivery; attempts: Attempt[] } | undefined>
  /** What was sent of records of which nothing is kept any more. */
  forget(recordId: string): Promise<void>
  /** Forgets what was sent before an instant. */
  prune(before: string): Promise<void>
}

const deliveryColumns = `id, event_id as "eventId", position, type, record_id as "recordId", state, attempts,
  first_at as "firstAt", last_at as "lastAt"`

export async function openWebhookStore(pg: Pick<Pg, 'owner' | 'transaction'>): Promise<WebhookStore> {
  await migrate(pg, migrations)
  const sql = pg.owner
  return {
    async giveUp(webhookId, id) {
      await sql.query(`update webhook.delivery set state = 'given-up' where webhook_id = $1 and id = $2`, [
        webhookId,
        id,
      ])
    },
    note: (webhookId, delivery, attempt) =>
      pg.transaction(async (client) => {
        if (delivery)
          await client.query(
            `insert into webhook.delivery as d
                (webhook_id, id, event_id, position, type, record_id, state, attempts, first_at, last_at)
              values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)
              on conflict (webhook_id, id) do update set attempts = d.attempts + 1, last_at = excluded.last_at,
                state = case when d.state = 'delivered' then d.state else excluded.state end`,
            [
              webhookId,
              delivery.id,
              delivery.eventId,
              delivery.position,
              delivery.type,
              delivery.recordId,
              delivery.state,
              attempt.at,
            ],
          )
        await client.query(
          `insert into webhook.attempt
              (webhook_id, delivery_id, record_id, at, ms, cause, status, error, answer, headers, body)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
          [
            webhookId,
            attempt.deliveryId,
            attempt.recordId,
            attempt.at,
            attempt.ms,
            attempt.cause,
            attempt.status,
            attempt.error,
            attempt.answer,
            JSON.stringify(attempt.headers),
            attempt.body,
          ],
        )
      }),
    async deliveries(webhookId, { below, state, limit }) {
      const { rows } = await sql.query<Delivery>(
        `select ${deliveryColumns} from webhook.delivery
          where webhook_id = $1 and ($3::text is null or state = $3)
            and ($2::uuid is null or (last_at, id) < (select last_at, id from webhook.delivery
              where webhook_id = $1 and id = $2))
          order by last_at desc, id desc limit $4`,
        [webhookId, below ?? null, state ?? null, limit],
      )
      return rows
    },
    async delivery(webhookId, id) {
      const { rows } = await sql.query<Delivery>(
        `select ${deliveryColumns} from webhook.delivery where webhook_id = $1 and id = $2`,
        [webhookId, id],
      )
      const { rows: attempts } = await sql.query<Attempt>(
        `select n, at, ms, cause, status, error, answer, headers, body from webhook.attempt
          where webhook_id = $1 and delivery_id = $2 order by n desc limit 50`,
        [webhookId, id],
      )
      return rows[0] && { delivery: rows[0], attempts }
    },
    async forget(recordId) {
      await sql.query('update webhook.attempt set body = null, answer = null where record_id = $1', [
        recordId,
      ])
    },
    async prune(before) {
      await sql.query('delete from webhook.attempt where at < $1', [before])
      await sql.query('delete from webhook.delivery where last_at < $1', [before])
    },
  }
}
