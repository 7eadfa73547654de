import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { post } from '../api/client.ts'
import type { ComparedRecord, Comparison } from '../api/models.ts'
import type { Row } from '../api/shapes.ts'
import { useAgainst, useView } from '../time/use-time.ts'
import { count, counted } from '../ui/format.ts'
import { useNarrow } from '../ui/narrow.ts'
import { Empty, Failure, Waiting } from '../ui/states.tsx'
import { Tag, type Tone } from '../ui/values.tsx'
import { CompareStrip } from './compare-strip.tsx'
import { Differing, differs } from './differing.tsx'
import { type Field, isNumeric } from './field.ts'
import { FieldValue } from './field-value.tsx'
import { fieldsOf } from './list-rows.ts'
import { type ListSearch, matchingIn } from './list-search.ts'
import narrowRows from './narrow-rows.module.css'
import { nounOf, type Resource, titleOf, valueIn } from './resource.ts'
import classes from './table.module.css'

const changes: Readonly<Record<ComparedRecord['change'], { label: string; tone: Tone }>> = {
  came: { label: 'Came', tone: 'good' },
  gone: { label: 'Gone', tone: 'neutral' },
  changed: { label: 'Changed', tone: 'warn' },
}

/** What of a list came, went and changed since another instant, in the columns of the list. */
export function ComparedList({
  resource,
  columns,
  search,
}: {
  resource: Resource
  columns: readonly string[]
  search: ListSearch
}) {
  const view = useView()
  const { against } = useAgainst()
  const narrow = useNarrow()
  const matching = { ...matchingIn(search.parameters), sort: search.sort }
  const query = useQuery({
    queryKey: [resource.model, 'derived', 'comparison', matching, against, view],
    queryFn: () =>
      post<Comparison>('/comparisons', {
        model: resource.model,
        matching,
        from: against?.asOf,
        to: view?.asOf,
        basis: against?.basis,
      }),
  })
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data)
    return (
      <>
        <CompareStrip>Comparing …</CompareStrip>
        <Waiting rows={12} label={`Comparing ${resource.many}`} />
      </>
    )
  const { total, items, left } = query.data
  const fields = fieldsOf({ resource, columns })
  return (
    <>
      <CompareStrip>
        {count(total.came)} came · {count(total.gone)} gone · {count(total.changed)} changed ·{' '}
        {count(total.same)} the same
        {left > 0 && ` · ${counted(left, 'more is', 'more are')} not shown; narrow the list to see them`}
      </CompareStrip>
      {items.length === 0 ? (
        <Empty title="Nothing differs">These {resource.many} are what they were then.</Empty>
      ) : narrow ? (
        <section className={classes.scroller} aria-label={`${nounOf(resource.many)} that differ, rows`}>
          <ul className={narrowRows.rows}>
            {items.map((item) => (
              <NarrowComparedRow key={item.record.id} item={item} resource={resource} />
            ))}
          </ul>
        </section>
      ) : (
        <section
          className={classes.scroller}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          aria-label={`${nounOf(resource.many)} that differ, table`}
        >
          <table className={classes.table}>
            <thead>
              <tr>
                <th>Change</th>
                <th className={classes.first}>{nounOf(resource.one)}</th>
                {fields.map((field) => (
                  <th key={field.key} data-right={isNumeric(field)}>
                    {field.label}
                  </th>
                ))}
                <th>Also changed</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <ComparedRow key={item.record.id} item={item} resource={resource} fields={fields} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  )
}

function ComparedRow({
  item,
  resource,
  fields,
}: {
  item: ComparedRecord
  resource: Resource
  fields: readonly Field[]
}) {
  const [before, after] = [item.before as Row | null, item.after as Row | null]
  const row = after ?? before
  if (!row) return null
  const [first] = resource.fields
  const { label, tone } = changes[item.change]
  const differing = resource.fields.filter((field) => before && after && differs(field, before, after))
  const others = differing.filter((field) => field !== first && !fields.includes(field))
  return (
    <tr className={classes.row}>
      <td>
        <Tag tone={tone}>{label}</Tag>
      </td>
      <td className={classes.first}>
        <Link to="/$path/$id" params={{ path: resource.path, id: row.id }} className={classes.open}>
          {before && after && first && differs(first, before, after) ? (
            <Differing field={first} before={before} after={after} />
          ) : (
            titleOf(resource, row)
          )}
        </Link>
      </td>
      {fields.map((field) => (
        <td key={field.key} data-right={isNumeric(field)}>
          {before && after && differs(field, before, after) ? (
            <Differing field={field} before={before} after={after} />
          ) : (
            <FieldValue field={field} value={valueIn(row, field.key)} row={row} />
          )}
        </td>
      ))}
      <td>
        {item.change === 'changed' && differing.length === 0
          ? 'What is not shown here'
          : others.map((field) => field.label).join(', ')}
      </td>
    </tr>
  )
}

/** On a telephone: what it is called, and under it each field that differs. */
function NarrowComparedRow({ item, resource }: { item: ComparedRecord; resource: Resource }) {
  const [before, after] = [item.before as Row | null, item.after as Row | null]
  const row = after ?? before
  if (!row) return null
  const { label, tone } = changes[item.change]
  return (
    <li className={narrowRows.compared}>
      <div className={narrowRows.first}>
        <Tag tone={tone}>{label}</Tag>
        <Link to="/$path/$id" params={{ path: resource.path, id: row.id }} className={narrowRows.open}>
          {titleOf(resource, row)}
        </Link>
      </div>
      {before &&
        after &&
        resource.fields
          .filter((field) => differs(field, before, after))
          .map((field) => (
            <div key={field.key}>
              {field.label}: <Differing field={field} before={before} after={after} />
            </div>
          ))}
    </li>
  )
}
