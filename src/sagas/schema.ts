import { type Migration, migrate, type Pg } from '../platform/pg/pg.ts'

const migrations: readonly Migration[] = [
  {
    id: 'pm/1',
    sql: `
      create schema pm;

      -- How far each process manager has read the log of which store, and by whom: epoch counts the workers so far.
      create table pm.manager (
        name text primary key,
        version integer not null,
        store text not null,
        epoch bigint not null default 0,
        position bigint,
        failure jsonb
      );

      create table pm.instance (
        manager text not null references pm.manager,
        key text not null,
        state jsonb,
        done boolean not null,
        started_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (manager, key)
      );

      create table pm.timer (
        manager text not null references pm.manager,
        key text not null,
        name text not null,
        due_at timestamptz not null,
        set_by jsonb not null,
        primary key (manager, key, name)
      );
      create index on pm.timer (manager, due_at);

      -- waiting: to be carried out. sent: done. refused: the manager has yet to answer. handled: it has.
      -- dead: refused, and nobody has an answer. dismissed: a person has taken note of that.
      create table pm.outbox (
        id uuid primary key,
        seq bigint generated always as identity,
        manager text not null references pm.manager,
        key text not null,
        name text not null,
        command text not null,
        aggregate_id uuid,
        -- Dropped once the command has been carried out: personal data belong in the log only.
        body jsonb,
        occurred_at timestamptz,
        rule text,
        via text not null,
        correlation_id text not null,
        causation_id text not null,
        status text not null default 'waiting'
          check (status in ('waiting', 'sent', 'refused', 'handled', 'dead', 'dismissed')),
        attempts integer not null default 0,
        next_at timestamptz not null,
        created_at timestamptz not null,
        settled_at timestamptz,
        error jsonb,
        dismissed jsonb
      );
      create index on pm.outbox (manager, key, seq);
      create index on pm.outbox (next_at, seq) where status = 'waiting';
      create index on pm.outbox (manager, key, seq) where status in ('waiting', 'refused');
      create index on pm.outbox (status, seq) where status in ('refused', 'dead');
    `,
  },
  {
    id: 'pm/2',
    sql: 'create index on pm.instance (manager, updated_at desc, key)',
  },
  {
    id: 'pm/3',
    sql: `
      -- Whether carrying it out left events in the log, by which a repetition is known for one.
      alter table pm.outbox add column written boolean not null default false;
      create index on pm.outbox (settled_at) where status = 'sent' and written;
    `,
  },
  {
    id: 'pm/4',
    sql: `
      -- The first of those that go out in one call, whose id it is.
      alter table pm.outbox add column bundle uuid;
      create index on pm.outbox (bundle) where bundle is not null;
    `,
  },
]

export function migrateSagas(pg: Pg): Promise<void> {
  return migrate(pg, migrations)
}
