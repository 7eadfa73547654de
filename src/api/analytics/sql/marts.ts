import type { SqlMart } from '../../../projections/sql-access.ts'

/** A mart and the columns, as the API calls them, that it is made of: who does not see them all does not have it. */
interface Mart extends SqlMart {
  needs: Readonly<Record<string, readonly string[]>>
}

/** The stars of sales, service and marketing: facts, whose dimensions are the tables of the records and their histories. */
export const marts: readonly Mart[] = [
  {
    name: 'sales_stage_stays',
    about: 'Each time that a deal was in a stage while it was open, one row each.',
    needs: { opportunity: ['stageId', 'stageName', 'pipelineId', 'ownerId', 'status', 'amount'] },
    sql: `
      select id as opportunity_id, nth, pipeline_id, stage_id, stage_name, owner_id, amount, currency, entered_at, left_at,
        extract(epoch from coalesce(left_at, least(rm.asked_instant(), now())) - entered_at) / 86400 as days
      from (
        select id, nth, pipeline_id, stage_id,
          (array_agg(stage_name order by version_from))[1] as stage_name,
          (array_agg(owner_id order by version_from))[1] as owner_id,
          (array_agg(amount order by version_from desc))[1] as amount,
          (array_agg(currency order by version_from desc))[1] as currency,
          min(version_from) as entered_at,
          case when bool_or(version_to is null) then null else max(version_to) end as left_at
        from (
          select *, count(*) filter (where entered) over (partition by id order by version_from) as nth
          from (
            select *, (stage_id, status) is distinct from
              (lag(stage_id) over versions, lag(status) over versions) as entered
            from opportunity_history
            window versions as (partition by id order by version_from)
          ) steps
        ) stays
        where status = 'open'
        group by id, nth, pipeline_id, stage_id
      ) whole`,
    columns: new Map([
      ['opportunity_id', 'The id of a row of opportunity.'],
      ['nth', 'Which of the deal’s stays and closings this is, from 1.'],
      ['pipeline_id', 'The id of a row of pipeline.'],
      ['stage_id', 'The stage of that pipeline.'],
      ['stage_name', 'What the stage was called when the deal entered it.'],
      ['owner_id', 'Whose deal it was then: the id of a row of user.'],
      ['amount', 'What the deal was worth when it left, in the smallest unit of currency.'],
      ['currency', 'ISO 4217.'],
      ['entered_at', 'When it came to the stage.'],
      ['left_at', 'When it left, was won or was lost; null: it is there.'],
      ['days', 'How long it was there, in days, until now or the instant asked for where it still is.'],
    ]),
  },
  {
    name: 'sales_bookings',
    about: 'Deals that were won, one row each.',
    needs: {
      opportunity: [
        'name',
        'accountId',
        'ownerId',
        'productId',
        'amount',
        'status',
        'closedAt',
        'closeDate',
        'leadId',
      ],
    },
    sql: `
      select id as opportunity_id, name, account_id, owner_id, product_id, lead_id, pipeline_id, amount, currency,
        created_at, closed_at, close_date,
        extract(epoch from closed_at - created_at) / 86400 as cycle_days
      from opportunity where status = 'won'`,
    columns: new Map([
      ['opportunity_id', 'The id of a row of opportunity.'],
      ['name', 'What the deal is called.'],
      ['account_id', 'The id of a row of account.'],
      ['owner_id', 'The id of a row of user.'],
      ['product_id', 'The id of a row of product.'],
      ['lead_id', 'The lead it was made of: the id of a row of lead.'],
      ['pipeline_id', 'The id of a row of pipeline.'],
      ['amount', 'In the smallest unit of currency.'],
      ['currency', 'ISO 4217.'],
      ['created_at', 'When it was opened.'],
      ['closed_at', 'When it was won.'],
      ['close_date', 'The day of that where the organisation is.'],
      ['cycle_days', 'How long that took, in days.'],
    ]),
  },
  {
    name: 'sales_revenue',
    about: 'Invoices, and credit notes as what they take away, one row each.',
    needs: {
      invoice: ['kind', 'number', 'accountId', 'ownerId', 'orderId', 'issuedOn', 'net', 'tax', 'gross'],
    },
    sql: `
      select id as invoice_id, number, kind, account_id, owner_id, order_id, issued_on, currency,
        case kind when 'credit-note' then -net else net end as net,
        case kind when 'credit-note' then -tax else tax end as tax,
        case kind when 'credit-note' then -gross else gross end as gross
      from invoice`,
    columns: new Map([
      ['invoice_id', 'The id of a row of invoice.'],
      ['number', 'As it stands on the paper.'],
      ['kind', 'An invoice or a credit note.'],
      ['account_id', 'The id of a row of account.'],
      ['owner_id', 'The id of a row of user.'],
      ['order_id', 'The id of a row of order.'],
      ['issued_on', 'The day on it.'],
      ['currency', 'ISO 4217.'],
      ['net', 'In the smallest unit of currency; what a credit note takes away is negative.'],
      ['tax', 'Likewise.'],
      ['gross', 'Likewise.'],
    ]),
  },
  {
    name: 'service_ticket_times',
    about: 'How long tickets took, one row each.',
    needs: {
      ticket: [
        'number',
        'accountId',
        'contactId',
        'assigneeId',
        'teamId',
        'productId',
        'priority',
        'status',
        'sla',
      ],
    },
    sql: `
      select id as ticket_id, number, account_id, contact_id, assignee_id, team_id, product_id, priority, channel, category,
        status, created_at as opened_at,
        (sla ->> 'respondedAt')::timestamptz as responded_at, resolved_at, closed_at,
        extract(epoch from (sla ->> 'respondedAt')::timestamptz - created_at) / 60 as response_minutes,
        extract(epoch from resolved_at - created_at) / 60 as resolution_minutes,
        (sla -> 'breached' ->> 'response')::boolean as response_breached,
        (sla -> 'breached' ->> 'resolution')::boolean as resolution_breached
      from ticket`,
    columns: new Map([
      ['ticket_id', 'The id of a row of ticket.'],
      ['number', 'As people say it.'],
      ['account_id', 'The id of a row of account.'],
      ['contact_id', 'The id of a row of contact.'],
      ['assignee_id', 'Who has it: the id of a row of user.'],
      ['team_id', 'The id of a row of team.'],
      ['product_id', 'The id of a row of product.'],
      ['priority', 'How urgent it is.'],
      ['channel', 'How it came.'],
      ['category', 'What it is about.'],
      ['status', 'How far it is.'],
      ['opened_at', 'When it came.'],
      ['responded_at', 'When it was answered first, where that was promised.'],
      ['resolved_at', 'When it was resolved.'],
      ['closed_at', 'When it was closed.'],
      ['response_minutes', 'From when it came to the first answer, by the clock on the wall.'],
      ['resolution_minutes', 'From when it came until it was resolved, by the clock on the wall.'],
      ['response_breached', 'Whether the first answer came late.'],
      ['resolution_breached', 'Whether it was resolved late.'],
    ]),
  },
  {
    name: 'market_leads',
    about: 'Where leads came from and what became of them, one row each.',
    needs: { lead: ['source', 'campaign', 'country', 'ownerId', 'status', 'score', 'heat', 'converted'] },
    sql: `
      select id as lead_id, source, campaign, country, owner_id, form_id, landing_page_id, status, score, heat, created_at,
        (converted ->> 'opportunityId')::uuid as opportunity_id, converted is not null as is_converted
      from lead`,
    columns: new Map([
      ['lead_id', 'The id of a row of lead.'],
      ['source', 'Where it came from.'],
      ['campaign', 'What it answered to.'],
      ['country', 'ISO 3166-1.'],
      ['owner_id', 'The id of a row of user.'],
      ['form_id', 'The form it came by.'],
      ['landing_page_id', 'The page that form stood on.'],
      ['status', 'How far it is.'],
      ['score', 'By the rules for scores.'],
      ['heat', 'By the same.'],
      ['created_at', 'When it came.'],
      ['opportunity_id', 'The deal it was made into: the id of a row of opportunity.'],
      ['is_converted', 'Whether it was made into one.'],
    ]),
  },
]
