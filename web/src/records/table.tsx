import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { Row } from '../api/shapes.ts'
import { useTrace } from '../live/traces.ts'
import { useNarrow } from '../ui/narrow.ts'
import { type Field, isNumeric } from './field.ts'
import { FieldValue } from './field-value.tsx'
import { IncompleteMark } from './incomplete.tsx'
import { fieldsOf, type ListRows } from './list-rows.ts'
import { nextSort } from './list-search.ts'
import { NarrowRows } from './narrow-rows.tsx'
import { nounOf, type Resource, titleOf, valueIn } from './resource.ts'
import { useRowsSeen } from './rows-seen.ts'
import classes from './table.module.css'

const rowHeight = 32

/** A dense table that draws only the rows in sight; where the window is narrow, rows of two lines. */
export function RecordTable(props: ListRows) {
  return useNarrow() ? <NarrowRows {...props} /> : <WideTable {...props} />
}

function WideTable(props: ListRows) {
  const { resource, rows = [], cursor, more } = props
  const { scroller, first, last, above, below } = useRowsSeen({
    count: rows.length,
    height: rowHeight,
    cursor,
    more,
  })
  const fields = fieldsOf(props)
  return (
    <section
      className={classes.scroller}
      ref={scroller}
      data-stale={props.stale}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={`${nounOf(resource.many)}, table`}
    >
      <table className={classes.table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th className={classes.pick}>
              <Checkbox
                size="xs"
                aria-label="Select all rows loaded"
                checked={rows.length > 0 && props.picked.size === rows.length}
                indeterminate={props.picked.size > 0 && props.picked.size < rows.length}
                onChange={props.onPickAll}
              />
            </th>
            <th className={classes.first}>{nounOf(resource.one)}</th>
            {fields.map((field) => (
              <HeadCell key={field.key} field={field} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {props.rows === undefined && <Bones columns={fields.length} />}
          {rows.slice(first, last).map((row, offset) => (
            <TableRow
              key={row.id}
              resource={resource}
              row={row}
              index={first + offset}
              fields={fields}
              current={first + offset === cursor}
              picked={props.picked.has(row.id)}
              onPick={props.onPick}
              onCursor={props.onCursor}
            />
          ))}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </section>
  )
}

function HeadCell({ field, sort, onSort }: { field: Field; sort: string; onSort: (sort: string) => void }) {
  const descending = sort === `-${field.key}`
  const sorted = descending || sort === field.key
  const style = field.width ? { width: field.width } : undefined
  return (
    <th
      data-right={isNumeric(field)}
      style={style}
      aria-sort={sorted ? (descending ? 'descending' : 'ascending') : undefined}
    >
      {field.sortable ? (
        <button
          type="button"
          className={classes.sort}
          onClick={() => onSort(nextSort(sort, field.key, isNumeric(field) || field.kind === 'instant'))}
        >
          {field.label}
          {sorted && (descending ? <ArrowDown size={12} /> : <ArrowUp size={12} />)}
        </button>
      ) : (
        field.label
      )}
    </th>
  )
}

function TableRow({
  resource,
  row,
  index,
  fields,
  current,
  picked,
  onPick,
  onCursor,
}: {
  resource: Resource
  row: Row
  index: number
  fields: readonly Field[]
  current: boolean
  picked: boolean
  onPick: (id: string) => void
  onCursor: (index: number) => void
}) {
  const trace = useTrace(resource.model, row.id)
  const title = titleOf(resource, row)
  return (
    <tr
      className={classes.row}
      data-current={current}
      data-picked={picked}
      data-traced={trace !== undefined}
      aria-rowindex={index + 2}
      onClick={() => onCursor(index)}
    >
      <td className={classes.pick}>
        <Checkbox size="xs" aria-label={`Select ${title}`} checked={picked} onChange={() => onPick(row.id)} />
      </td>
      <td className={classes.first}>
        <span className={classes.firstInner}>
          <Link to="/$path/$id" params={{ path: resource.path, id: row.id }} className={classes.open}>
            {resource.lead?.(row) ?? title}
          </Link>
          {resource.state?.(row)}
          <IncompleteMark row={row} />
          {trace && (
            <span className={classes.trace} role="status">
              {trace.actorName}: {trace.title}
            </span>
          )}
        </span>
      </td>
      {fields.map((field) => (
        <td key={field.key} data-right={isNumeric(field)}>
          <FieldValue field={field} value={valueIn(row, field.key)} row={row} />
        </td>
      ))}
    </tr>
  )
}

function Bones({ columns }: { columns: number }) {
  return Array.from({ length: 12 }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: all alike, and never reordered
    <tr key={row} className={classes.row} aria-hidden>
      <td className={classes.pick} />
      {Array.from({ length: columns + 1 }, (_, cell) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike, and never reordered
        <td key={cell}>
          <span className={classes.bone} style={{ width: `${40 + ((row * 7 + cell * 23) % 45)}%` }} />
        </td>
      ))}
    </tr>
  ))
}
