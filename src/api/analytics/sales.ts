import { type RawBuilder, sql } from 'kysely'
import type { RevenueBasis } from '../../domain/customers/key-customer-policy.ts'

type Sql = RawBuilder<unknown>

/**
 * A row for each document that says what was sold, net of tax: invoices and, against them, credit notes; or orders that
 * stand. Every report of customers and products adds these up.
 */
export function saleRows(basis: RevenueBasis, zone: string): Sql {
  return basis === 'invoices'
    ? sql`
      select account_id, currency, issued_on as on_day, case kind when 'invoice' then net else -net end as net,
          case kind when 'invoice' then 1 else -1 end as sign, lines
        from invoice`
    : sql`
      select account_id, currency, (placed_at at time zone ${zone})::date as on_day, net, 1 as sign, lines
        from "order" where status <> 'cancelled'`
}

interface Known {
  instant: string
  basis: 'occurred' | 'recorded'
}

/** Whether a version of a history was what held at an instant. */
export const heldAt = ({ instant, basis }: Known): Sql =>
  sql`${sql.ref(`${basis}_from`)} <= ${instant}::timestamptz and ${sql.ref(`${basis}_to`)} > ${instant}::timestamptz`

/**
 * A row for each purchase of a known account: an order that stands, or a won deal. `deal` tells which of them are one: an
 * order and the deal that it came of. What of their columns a role hides is null: who counts by it refuses that reader.
 * @param at reads what was known then, from history; left out, what is there
 */
export function boughtRows(at?: Known): Sql {
  const of = (table: string) => sql.table(at ? `${table}_history` : table)
  const held = at ? heldAt(at) : sql`true`
  return sql`
    select account_id, coalesce(opportunity_id, id) as deal, placed_at as at, net as amount, currency, true as ordered
      from ${of('order')} where ${held} and status <> 'cancelled' and account_id is not null
    union all
    select account_id, id, closed_at, amount, currency, false
      from ${of('opportunity')} where ${held} and status = 'won' and account_id is not null`
}

/**
 * A row for each product in each deal that was sold: in an order that stands, or as what a won deal consists of. The deal is
 * the basket: what was bought in it was bought together.
 */
export const purchaseRows: Sql = sql`
  select distinct opportunity_id as basket, account_id, product_id from (
    select opportunity_id, account_id, line->>'productId' as product_id, (line->>'quantity')::numeric as quantity
      from "order" cross join lateral jsonb_array_elements(lines) as line where status <> 'cancelled'
    union all
    select id, account_id, line->>'productId', (line->>'quantity')::numeric
      from opportunity cross join lateral jsonb_array_elements(lines) as line where status = 'won'
    union all
    select id, account_id, product_id::text, 1 from opportunity where status = 'won') as bought
  where product_id is not null and quantity > 0`
