import { Link } from '@tanstack/react-router'
import type { Row } from '../api/shapes.ts'
import { useTrace } from '../live/traces.ts'
import type { Field } from './field.ts'
import { FieldValue } from './field-value.tsx'
import { IncompleteMark } from './incomplete.tsx'
import { fieldsOf, type ListRows } from './list-rows.ts'
import classes from './narrow-rows.module.css'
import { isKnown, nounOf, type Resource, titleOf, valueIn } from './resource.ts'
import { useRowsSeen } from './rows-seen.ts'
import table from './table.module.css'

/** As the style sheet has it, in px. */
const rowHeight = 56
/** How many of its columns the second line of a row has room for. */
const told = 3

/** The rows of a list on a telephone: what it is called, and under it what the first columns say. */
export function NarrowRows(props: ListRows) {
  const { resource, rows = [], cursor, more } = props
  const seen = useRowsSeen({ count: rows.length, height: rowHeight, cursor, more })
  const fields = fieldsOf(props)
  return (
    <section
      className={table.scroller}
      ref={seen.scroller}
      data-stale={props.stale}
      aria-label={`${nounOf(resource.many)}, rows`}
    >
      <ul className={classes.rows}>
        {seen.above > 0 && <li aria-hidden style={{ height: seen.above }} />}
        {props.rows === undefined && <Bones />}
        {rows.slice(seen.first, seen.last).map((row) => (
          <NarrowRow key={row.id} resource={resource} row={row} fields={fields} />
        ))}
        {seen.below > 0 && <li aria-hidden style={{ height: seen.below }} />}
      </ul>
    </section>
  )
}

export function NarrowRow({
  resource,
  row,
  fields,
}: {
  resource: Resource
  row: Row
  fields: readonly Field[]
}) {
  const trace = useTrace(resource.model, row.id)
  const said = fields.filter(({ key }) => isKnown(valueIn(row, key))).slice(0, told)
  return (
    <li className={classes.row} data-traced={trace !== undefined}>
      <div className={classes.first}>
        <Link to="/$path/$id" params={{ path: resource.path, id: row.id }} className={classes.open}>
          {resource.lead?.(row) ?? titleOf(resource, row)}
        </Link>
        {resource.state?.(row)}
        <IncompleteMark row={row} />
      </div>
      <div className={classes.second}>
        {trace ? (
          <span role="status">
            {trace.actorName}: {trace.title}
          </span>
        ) : (
          said.map((field) => (
            <span key={field.key} title={field.label}>
              <FieldValue field={field} value={valueIn(row, field.key)} row={row} plain />
            </span>
          ))
        )}
      </div>
    </li>
  )
}

function Bones() {
  return Array.from({ length: 10 }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: all alike, and never reordered
    <li key={row} className={classes.row} aria-hidden>
      <span className={classes.bone} style={{ width: `${50 + ((row * 17) % 40)}%` }} />
      <span className={classes.bone} style={{ width: `${30 + ((row * 23) % 40)}%` }} />
    </li>
  ))
}
