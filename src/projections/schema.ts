import { renamed } from '../domain/stored-names.ts'
import { foldedInSql } from '../domain/values/folded.ts'
import { type Migration, migrate, type Pg, whileAway } from '../platform/pg/pg.ts'
import { readerRole } from '../platform/pg/readers.ts'
import { ConfigError } from '../platform/process/config.ts'

/** What the names of logins begin with by which people read in SQL. */
export const sqlLoginPrefix = 'hindsight_sql_'

/** What the read side keeps beside the tables of the models. */
const migrations: readonly Migration[] = [
  {
    id: 'rm/1',
    sql: `
      create schema rm;
      create schema asof;
      create schema asof_recorded;

      -- How far the log is folded, and by whom: one row, which each batch moves on in its own transaction.
      create table rm.checkpoint (
        only_one boolean primary key default true check (only_one),
        store text,
        epoch bigint not null default 0,
        position bigint,
        -- The latest instant of recording so far: recorded time never runs backwards, whatever a clock does.
        recorded_at timestamptz,
        -- Changes at or before this position are no longer kept.
        changes_from bigint
      );
      insert into rm.checkpoint default values;

      create table rm.projection (
        name text primary key,
        version integer not null,
        shape text not null,
        state text not null check (state in ('running', 'failed')),
        -- Where a failed projection stopped; null while it runs: then it is where the checkpoint is.
        position bigint,
        recorded_at timestamptz,
        failure jsonb,
        -- Whoever follows the changes has yet to be told that everything may have changed.
        reset boolean not null default false
      );

      -- Rows that are no more, so that the occurred time of one that comes again does not run backwards.
      create table rm.removed (
        model text not null,
        id uuid not null,
        occurred_at timestamptz not null,
        primary key (model, id)
      );

      create table rm.change (
        position bigint not null,
        ordinal integer not null,
        model text not null,
        id uuid,
        op text not null check (op in ('upsert', 'remove', 'reset')),
        grants text[] not null,
        event jsonb,
        recorded_at timestamptz not null,
        primary key (position, ordinal)
      );

      -- Moves the checkpoint on, or stops the transaction of a worker whose turn is over.
      create function rm.advance(mine bigint, from_position bigint, to_position bigint, at timestamptz)
      returns bigint language plpgsql as $$
      begin
        update rm.checkpoint set position = to_position, recorded_at = at
          where epoch = mine and position is not distinct from from_position;
        if not found then
          raise exception 'another worker has taken over the read models' using errcode = 'HS001';
        end if;
        return to_position;
      end $$;

      -- The same guard for work beside the checkpoint; holds off a new worker until the transaction ends.
      create function rm.hold(mine bigint) returns bigint language plpgsql as $$
      begin
        perform from rm.checkpoint where epoch = mine for share;
        if not found then
          raise exception 'another worker has taken over the read models' using errcode = 'HS001';
        end if;
        return mine;
      end $$;

      create function rm.reader_keys() returns text[] language sql stable parallel safe as $$
        select coalesce(nullif(current_setting('hindsight.keys', true), ''), '{}')::text[] || 'everyone'::text
      $$;
      create function rm.sees_all(model text) returns boolean language sql stable parallel safe as $$
        select rm.reader_keys() && array['all:*', 'all:' || model]
      $$;
    `,
  },
  {
    id: 'rm/2',
    sql: `
      -- The records that are open to a reader one by one.
      create function rm.reader_records() returns uuid[] language sql stable parallel safe as $$
        select coalesce(array_agg(substr(key, 8)::uuid), '{}') from unnest(rm.reader_keys()) as key
          where key ~ '^record:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      $$;
    `,
  },
  {
    id: 'rm/3',
    // They are folded anew under the names they have now; nothing is to be read in what is left of the others.
    sql: renamed
      .map(
        ([, stored]) => `
          drop table if exists rm.${stored}, rm.${stored}_past cascade;
          delete from rm.projection where name = '${stored}';
          delete from rm.removed where model = '${stored}';`,
      )
      .join(''),
  },
  {
    id: 'rm/4',
    sql: `create function rm.folded(written text) returns text language sql immutable parallel safe as $$ ${foldedInSql()} $$;`,
  },
  {
    id: 'rm/5',
    sql: `
      -- Records that were shown once and that a rebuild had nothing of: the log no longer says what they were.
      create table rm.lost (
        model text not null,
        id uuid not null,
        primary key (model, id)
      );
    `,
  },
  {
    id: 'rm/6',
    sql: `
      -- What each row is found by (projections/search), and by whom.
      create table rm.search (
        model text not null,
        id uuid not null,
        words tsvector not null,
        grants text[] not null,
        archived boolean not null,
        changed_at timestamptz not null,
        primary key (model, id)
      );
      create index on rm.search using gin (words);
    `,
  },
  {
    id: 'rm/7',
    sql: `
      -- Who sees few rows has not to look at all that have a common word.
      create index on rm.search using gin (grants);

      -- The rows of these models that the reader may see, best first: those with an exact mark, those whose name begins so,
      -- and those with all words, which are looked for only where the others do not fill the page. It runs as the owner,
      -- because row-level security takes no help from an index on marks; so it says itself who sees what, but for models in
      -- linked, whose rows are seen with others: they are all given, and whoever asks reads the rows under row-level security.
      -- In ranked are the models of which nothing is hidden from the reader: of the others no row is better than another. What
      -- very many rows have is not looked through to its end.
      create or replace function rm.search_hits(exactly tsquery, named tsquery, worded tsquery, models text[], ranked text[],
        linked text[], mine text, most integer, past integer)
      returns table (model text, id uuid, fit text)
      language plpgsql stable security definer set search_path = pg_catalog set plan_cache_mode = force_custom_plan as $$
      declare
        keys text[] := rm.reader_keys();
        records uuid[] := rm.reader_records();
        open text[] := (select array_agg(m) from unnest(models) m
          where m = any(linked) or keys && array['all:*', 'all:' || m]);
      begin
        return query
        with better as materialized (
          (select 0 as rank, s.model, s.id, s.archived, s.grants && array[mine] as own, s.changed_at from rm.search s
             where s.words @@ exactly and s.model = any(ranked)
               and (s.model = any(open) or s.grants && keys or s.id = any(records)) limit 200)
          union all
          (select 1, s.model, s.id, s.archived, s.grants && array[mine], s.changed_at from rm.search s
             where s.words @@ named and s.model = any(ranked)
               and (s.model = any(open) or s.grants && keys or s.id = any(records)) limit 2000)
        ), hits as (
          select * from better
          union all
          (select 2, s.model, s.id, s.archived, s.grants && array[mine], s.changed_at from rm.search s
             where (select count(distinct (b.model, b.id)) < most + past from better b)
               and s.words @@ worded and s.model = any(models)
               and (s.model = any(open) or s.grants && keys or s.id = any(records)) limit 4000)
        ), best as (
          select distinct on (h.model, h.id) h.* from hits h order by h.model, h.id, h.rank
        )
        select b.model, b.id, (array['exact', 'name', 'words'])[b.rank + 1] from best b
          order by b.rank, b.archived, b.own desc, b.changed_at desc, b.id limit most offset past;
      end $$;
      revoke execute on function rm.search_hits from public;
    `,
  },
  {
    id: 'rm/8',
    // Where it stands already, it left runs of dashes in plain text as they were.
    sql: `create or replace function rm.folded(written text) returns text language sql immutable parallel safe as $$ ${foldedInSql()} $$;`,
  },
  {
    id: 'rm/9',
    sql: `
      -- Who reads in SQL of their own: whose login it is, the connection says, and no setting of theirs changes it.
      create table rm.sql_login (
        role name primary key,
        keys text[] not null,
        schema name not null
      );
      create function rm.login_keys() returns text[] language sql stable parallel safe
      security definer set search_path = pg_catalog as $$
        select keys from rm.sql_login where role = session_user
      $$;
      create or replace function rm.reader_keys() returns text[] language sql stable parallel safe as $$
        select coalesce(case when starts_with(session_user::text, '${sqlLoginPrefix}') then rm.login_keys()
          else nullif(current_setting('hindsight.keys', true), '')::text[] end, '{}') || 'everyone'::text
      $$;

      -- The instant and the time axis that such a session asks for; where it names none, now.
      create type rm.basis as enum ('occurred', 'recorded');
      create function rm.asked_instant() returns timestamptz language sql stable parallel safe as $$
        select coalesce(nullif(current_setting('hindsight.as_of', true), '')::timestamptz, 'infinity')
      $$;
      create function rm.asked_basis() returns rm.basis language sql stable parallel safe as $$
        select coalesce(nullif(current_setting('hindsight.basis', true), ''), 'occurred')::rm.basis
      $$;
    `,
  },
]

/** Roles belong to the whole cluster: another database, or another process at this moment, may have made it. */
const reader = `
  do $$
  begin
    if not exists (select from pg_roles where rolname = '${readerRole}') then
      create role ${readerRole} nologin;
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$;
  do $$
  begin
    if not pg_has_role(current_user, '${readerRole}', 'member') then
      grant ${readerRole} to current_user;
    end if;
  exception when unique_violation then null;
  end $$;
  grant usage on schema rm, asof, asof_recorded to ${readerRole};
  grant execute on function rm.reader_keys(), rm.sees_all(text), rm.reader_records(), rm.folded(text), rm.search_hits,
    rm.login_keys() to ${readerRole};`

/** @throws ConfigError when the role cannot be made for lack of rights. */
export async function migrateReadModels(pg: Pg): Promise<void> {
  await migrate(pg, migrations)
  try {
    await whileAway(() => pg.owner.query(reader))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '42501')) throw error
    throw new ConfigError(
      `The user of DATABASE_URL may not set up the role ${readerRole}. Let an administrator run: ` +
        `CREATE ROLE ${readerRole} NOLOGIN; (unless it exists) and GRANT ${readerRole} TO <the user>;`,
    )
  }
}
