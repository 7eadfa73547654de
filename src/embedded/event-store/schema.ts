import type { ClientBase } from 'pg'

/** Creates the tables of the log where they are missing. */
export async function migrate(client: ClientBase): Promise<void> {
  await client.query(`
    create schema if not exists eventstore;

    -- One row. The epoch grows with each process that takes over the writing: an older one can no longer write.
    create table if not exists eventstore.store (
      one boolean primary key default true check (one),
      epoch bigint not null
    );
    insert into eventstore.store (epoch) values (0) on conflict do nothing;

    create table if not exists eventstore.stream (
      number bigint primary key,
      name text collate "C" not null unique
    );

    create table if not exists eventstore.event (
      position bigint primary key,
      stream bigint not null,
      revision bigint not null,
      id uuid not null,
      created bigint not null,           -- microseconds since 1970
      type text collate "C" not null,
      json boolean not null,
      data bytea not null,
      metadata bytea not null
    );
    create unique index if not exists event_stream_revision on eventstore.event (stream, revision);

    create table if not exists eventstore.subscription_group (
      stream text collate "C" not null,
      name text collate "C" not null,
      settings jsonb not null,
      start bigint not null,
      checkpoint bigint,
      primary key (stream, name)
    );

    -- System projections that are enabled, and how far each has written its links.
    create table if not exists eventstore.projection (
      name text primary key,
      position bigint not null,
      enabled boolean not null
    );
  `)
}
