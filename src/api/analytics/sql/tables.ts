import type { Field } from '../../../domain/criteria/vocabulary.ts'
import { allows, type Principal } from '../../../platform/people/permissions.ts'
import { ident, literal, snake } from '../../../platform/pg/pg.ts'
import type { SqlMart, SqlTable, SqlView } from '../../../projections/sql-access.ts'
import { columnsByName, columnsOf, type TableColumn } from '../../../projections/tables.ts'
import { hiddenOf, isHidden } from '../../http/masks.ts'
import type { Faces } from '../../http/services.ts'
import { marts } from './marts.ts'

/** What everything says of itself beside its own columns. */
const kept: Readonly<Record<string, string>> = {
  id: 'By which other tables name it.',
  createdAt: 'When it began.',
  updatedAt: 'When it changed last.',
  recordedAt: 'When that was recorded.',
  revision: 'The number of the last of its events, from 0.',
}

/** All that a reader may ask in SQL: the lists they may read, without what their role hides, and what is made of these. */
export function sqlViewOf(principal: Principal, faces: Pick<Faces, 'queries' | 'criteria'>): SqlView {
  const tables = faces.queries.flatMap(({ lists, permission }): SqlTable[] =>
    lists && allows(principal.may, permission) ? [tableOf(lists.table.name, principal, faces)] : [],
  )
  const has = new Map(tables.map(({ model, columns }) => [model, columns]))
  return {
    keys: principal.keys,
    masks: principal.masks,
    tables,
    marts: [
      events(tables),
      ...marts.filter(({ needs }) =>
        Object.entries(needs).every(([model, names]) => names.every((name) => has.get(model)?.has(name))),
      ),
    ],
  }
}

function tableOf(
  model: string,
  principal: Principal,
  { queries, criteria }: Pick<Faces, 'queries' | 'criteria'>,
) {
  const { lists } = queries.find((one) => one.lists?.table.name === model) ?? {}
  if (!lists) throw new Error(`there is no list of ${model}`)
  const { fields = new Map<string, Field>() } = criteria.vocabularies.get(model) ?? {}
  const columns = columnsByName(lists.table.columns)
  const currencies = new Map(
    [...fields].flatMap(([name, { currency }]): [string, string][] =>
      currency === undefined ? [] : [[currency, name]],
    ),
  )
  const hidden = hiddenOf(principal, model)
  const described = columnsOf(lists.table.columns).flatMap((column): [string, string][] => {
    const { name, type } = column
    if (isHidden(hidden, name)) return []
    const field = fields.get(name)
    const currency = currencies.get(name)
    if (kept[name] !== undefined) return [[name, kept[name]]]
    if (currency !== undefined) return [[name, `ISO 4217, of ${snake(currency)}.`]]
    if (field) return [[name, meaningOf(field, columns)]]
    // Lines of an order, fields of one's own: what lists show as they are.
    return type === 'jsonb' && name in lists.row.shape ? [[name, 'JSON, as the API has it.']] : []
  })
  return { model, about: `${lists.resource}, one row each.`, columns: new Map(described) }
}

function meaningOf(field: Field, columns: ReadonlyMap<string, TableColumn>): string {
  const { kind, currency = '', model, options = [], list } = field
  const rows = model === undefined ? 'a record' : `a row of ${snake(model)}`
  if (list !== undefined) return 'Chosen from a list.'
  if (kind === 'money')
    return `In the smallest unit of ${columns.get(currency)?.column ?? 'its currency'}: cents, yen.`
  if (kind === 'record') return `The id of ${rows}.`
  if (kind === 'records') return `The ids of rows of ${snake(model ?? '')}.`
  return kind === 'choice' ? `One of ${options.join(', ')}.` : ''
}

/** What happened to the records that are seen: the facts that all else is folded from, without what they say. */
function events(tables: readonly SqlTable[]): SqlMart {
  const columns = 'position, type, aggregate, aggregate_id, revision, occurred_at, recorded_at, actor_id'
  const parts = tables.map(
    ({ model }) => `select ${columns} from log.event where aggregate = ${literal(model)}
      and aggregate_id in (select id from rm.${ident(snake(model))})
      and case rm.asked_basis() when 'occurred' then occurred_at else recorded_at end <= rm.asked_instant()`,
  )
  return {
    name: 'events',
    about: 'What happened to the records that you see, one row each, until the instant asked for.',
    sql: parts.join('\n union all '),
    columns: new Map([
      ['position', 'Its place in the log.'],
      ['type', 'What happened, such as opportunity.stage-advanced.'],
      ['aggregate', 'The kind of record.'],
      ['aggregate_id', 'The id of the record.'],
      ['revision', 'The number of the event among those of its record, from 0.'],
      ['occurred_at', 'When it happened.'],
      ['recorded_at', 'When it was recorded.'],
      ['actor_id', 'Who did it: the id of a row of user, of a contact, or the name of a process.'],
    ]),
  }
}
