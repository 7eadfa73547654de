import { Checkbox } from '@mantine/core'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Row } from '../api/shapes.ts'
import { useTrace } from '../live/traces.ts'
import { type Field, isNumeric } from './field.ts'
import { FieldValue } from './field-value.tsx'
import { IncompleteMark } from './incomplete.tsx'
import { nextSort } from './list-search.ts'
import { nounOf, type Resource, titleOf, valueIn } from './resource.ts'
import classes from './table.module.css'

const rowHeight = 32
/** Rows drawn beyond what is seen, so that a quick scroll meets no gap. */
const spare = 12

interface TableProps {
  resource: Resource
  columns: readonly string[]
  /** undefined: on their way. */
  rows: readonly Row[] | undefined
  /** The rows are still those of the question before. */
  stale: boolean
  sort: string
  onSort: (sort: string) => void
  cursor: number
  onCursor: (index: number) => void
  picked: ReadonlySet<string>
  onPick: (id: string) => void
  onPickAll: () => void
  onOpen: (row: Row) => void
  more: (() => void) | undefined
}

/** A dense table that draws only the rows in sight, so that ten thousand scroll like ten. */
export function RecordTable(props: TableProps) {
  const { resource, rows = [], cursor, more } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ top: 0, height: 900 })
  const fields = props.columns.flatMap((key) => resource.fields.find((field) => field.key === key) ?? [])
  const first = Math.max(0, Math.floor(seen.top / rowHeight) - spare)
  const last = Math.min(rows.length, Math.ceil((seen.top + seen.height) / rowHeight) + spare)

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => setSeen({ top: element.scrollTop, height: element.clientHeight })
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    return () => {
      watch.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [])

  useEffect(() => {
    if (more && last >= rows.length - spare) more()
  }, [more, last, rows.length])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const top = cursor * rowHeight
    const bottom = top + rowHeight * 2
    if (top < element.scrollTop) element.scrollTop = top
    else if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom - element.clientHeight
  }, [cursor])

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
          {first > 0 && <tr aria-hidden style={{ height: first * rowHeight }} />}
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
              onOpen={props.onOpen}
              onCursor={props.onCursor}
            />
          ))}
          {last < rows.length && <tr aria-hidden style={{ height: (rows.length - last) * rowHeight }} />}
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
  onOpen,
  onCursor,
}: {
  resource: Resource
  row: Row
  index: number
  fields: readonly Field[]
  current: boolean
  picked: boolean
  onPick: (id: string) => void
  onOpen: (row: Row) => void
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
          <button type="button" className={classes.open} onClick={() => onOpen(row)}>
            {resource.lead?.(row) ?? title}
          </button>
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
