import { Link } from '@tanstack/react-router'
import { useMe } from '../../api/session.ts'
import { entryOf, type Rows } from '../../records/entry.ts'
import recent from '../../records/recent.module.css'
import { Related } from '../../records/related.tsx'

/** How many rows a widget shows of a list; the rest is one click away. */
export const mostRows = 6

/** The first records of a list, as an entry says which. */
export function RowsWidget({ title, model, rows }: { title: string; model: string; rows: Rows }) {
  const { where, all, columns, empty } = rows
  const asked = where(useMe().id)
  const path = entryOf(model)?.path
  return (
    <Related
      model={model}
      title={title}
      where={asked}
      most={mostRows}
      columns={columns}
      empty={empty}
      action={
        path && (
          <Link to="/$path" params={{ path }} search={all ?? asked} className={recent.all}>
            All
          </Link>
        )
      }
    />
  )
}
