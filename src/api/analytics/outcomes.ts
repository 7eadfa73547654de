import { type RawBuilder, sql } from 'kysely'
import { leadTable } from '../../projections/sales/lead.ts'
import { labelled } from '../lists/names.ts'

type Sql = RawBuilder<unknown>

/** What came of work: a deal won or lost, a lead converted or disqualified, an activity done. */
export const outcomes = ['won', 'lost', 'converted', 'disqualified', 'activity'] as const
export type Outcome = (typeof outcomes)[number]

/** The fields that outcomes are counted by; whoever does not see one of them is told nothing that would be wrong. */
export const outcomeFields = {
  opportunity: ['status', 'ownerId', 'closeDate', 'amount'],
  lead: ['status', 'ownerId'],
  activity: ['status', 'assigneeId', 'happenedAt'],
} as const

/** A column of a record as it was at an instant; of what was entered only afterwards, as it was at first. */
export function columnAt(model: string, id: Sql, at: Sql, column: string): Sql {
  return sql`(
    select past.${sql.ref(column)} from ${sql.table(`${model}_history`)} as past where past.id = ${id}
      order by past.occurred_from > ${at}, abs(extract(epoch from past.occurred_from - ${at})), past.occurred_to desc
      limit 1)`
}

/** Deals that were closed in these days, with whose they were then. */
export function closedDeals(from: Sql, to: Sql): Sql {
  return sql`
    select *, ${columnAt('opportunity', sql`opportunity.id`, sql`opportunity.closed_at`, 'owner_id')} as owner_then
      from opportunity where status in ('won', 'lost') and close_date between ${from} and ${to}`
}

/**
 * A row for each outcome of these days, in one shape whatever it is of: whose it was at that instant, and in which team
 * they were then. Every report of people and teams counts these rows, and shows them where a number is opened.
 */
export function outcomeRows(from: Sql, to: Sql, zone: string): Sql {
  const begins = sql`(${from}::timestamp at time zone ${zone})`
  const ends = sql`((${to} + 1)::timestamp at time zone ${zone})`
  const person = (model: string, at: string, column: string) =>
    columnAt(model, sql.ref(`${model}.id`), sql.ref(`${model}.${at}`), column)
  return sql`
    select one.*, ${columnAt('user', sql`one.person_id`, sql`one.at`, 'team_id')} as team_id from (
      select id, 'opportunity' as model, status as outcome, name, owner_then as person_id, closed_at as at,
          close_date as on_day, amount, currency, extract(epoch from closed_at - created_at) / 86400 as days
        from (${closedDeals(from, to)}) as deal
      union all
      select id, 'lead', status, ${sql.raw(labelled(leadTable.label))}, ${person('lead', 'status_since', 'owner_id')},
          status_since, (status_since at time zone ${zone})::date, null, null,
          extract(epoch from status_since - created_at) / 86400
        from lead where status in ('converted', 'disqualified') and status_since >= ${begins} and status_since < ${ends}
      union all
      select id, 'activity', 'activity', subject,
          coalesce(${person('activity', 'happened_at', 'assignee_id')}, made_by_id),
          happened_at, (happened_at at time zone ${zone})::date, null, null, null
        from activity where status = 'done' and happened_at >= ${begins} and happened_at < ${ends}) as one`
}

/** Each team with what is above it, itself included; two that were moved into each other end there. */
export const teamsWithin = sql`
  within (id, above) as (
    select id, id from team
    union select team.id, within.above from within join team on team.parent_id = within.id)`
