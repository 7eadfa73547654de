import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import type { Parameters } from '../api/client.ts'
import { derivedQuery } from '../api/queries.ts'
import { useMay, useMe, useSeesAll } from '../api/session.ts'
import type { Page, Row } from '../api/shapes.ts'
import { useLive } from '../live/live.tsx'
import { useView } from '../time/use-time.ts'
import { count } from '../ui/format.ts'
import { useNarrow } from '../ui/narrow.ts'
import { Waiting } from '../ui/states.tsx'
import { entryOf, singleOf } from './entry.ts'
import { isNumeric } from './field.ts'
import { FieldValue } from './field-value.tsx'
import { NarrowRow } from './narrow-rows.tsx'
import { Panel } from './panel.tsx'
import classes from './related.module.css'
import { nounOf, type Resource, titleOf, valueIn } from './resource.ts'

/** The records of another kind that belong to this one: `<Related model="quote" where={{ opportunityId }} />`. */
export function Related({
  model,
  where,
  columns,
  title,
  empty,
  action,
  most = 20,
}: {
  model: string
  where: Parameters
  /** Keys of the fields to show beside the title. */
  columns: readonly string[]
  title?: string
  empty: string
  action?: ReactNode
  /** How many of them are shown. */
  most?: number
}) {
  const view = useView()
  const narrow = useNarrow()
  const resource = useResource(model)
  const may = useMay()(`${model}.read`)
  const me = useMe().id
  // What is one's own is in sight, all of it.
  const seesAll = useSeesAll()(model) || Object.values(where).includes(me)
  useLive(model)
  const { data } = useQuery({
    enabled: may,
    ...derivedQuery<Page<Row>>(
      model,
      `/${entryOf(model)?.path}`,
      { ...where, limit: most, total: true },
      view,
    ),
    placeholderData: (before: Page<Row> | undefined) => before,
  })
  const heading = title ?? nounOf(entryOf(model)?.many ?? model)
  const fields = resource
    ? columns.flatMap((key) => resource.fields.find((field) => field.key === key) ?? [])
    : []
  return (
    <Panel
      title={data && data.items.length > 0 ? `${heading} ${count(data.total ?? data.items.length)}` : heading}
      aside={action}
    >
      {!may ? (
        <p className={classes.empty}>You may not see these.</p>
      ) : !resource || !data ? (
        <Waiting rows={2} />
      ) : data.items.length === 0 ? (
        <p className={classes.empty}>{seesAll ? empty : 'None that you may see.'}</p>
      ) : narrow ? (
        <ul className={classes.rows}>
          {data.items.map((row) => (
            <NarrowRow key={row.id} resource={resource} row={row} fields={fields} />
          ))}
        </ul>
      ) : (
        <table className={classes.table}>
          <tbody>
            {data.items.map((row) => (
              <tr key={row.id}>
                <td className={classes.title}>
                  <Link to="/$path/$id" params={{ path: resource.path, id: row.id }} className={classes.open}>
                    {titleOf(resource, row)}
                  </Link>{' '}
                  {resource.state?.(row)}
                </td>
                {fields.map((field) => (
                  <td key={field.key} data-right={isNumeric(field)}>
                    <FieldValue field={field} value={valueIn(row, field.key)} row={row} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

export function useResource(model: string): Resource | undefined {
  const [resource, setResource] = useState<Resource>()
  useEffect(() => {
    let gone = false
    const entry = entryOf(model) ?? singleOf(model)
    void entry?.load().then((loaded) => {
      if (!gone) setResource(loaded)
    })
    return () => {
      gone = true
    }
  }, [model])
  return resource
}
