import { useState } from 'react'
import type { Row } from '../api/shapes.ts'
import { useRefusal } from '../time/write.tsx'
import { counted } from '../ui/format.ts'
import { isEntered } from './change.ts'
import { differs } from './differing.tsx'
import classes from './fact.module.css'
import { Fact } from './fact.tsx'
import { bySection, type Field } from './field.ts'
import { Panel } from './panel.tsx'
import { changeOf, isKnown, type Resource, valueIn } from './resource.ts'

interface DetailsProps {
  /** What kind of record it is of; left out, nobody enters anything here. */
  resource?: Resource | undefined
  fields: readonly Field[]
  row: Row
  /** What it is compared with. */
  former?: Row | undefined
}

/** The facts of a record, each under its name, and under the heading it has. What is not known waits behind a word. */
export function Details({ resource, fields, row, former }: DetailsProps) {
  const [isWhole, setWhole] = useState(false)
  const details = fields.filter((field) => isDetail(field, valueIn(row, field.key)))
  const shown = isWhole
    ? details
    : details.filter(
        (field) => isKnown(valueIn(row, field.key)) || (former !== undefined && differs(field, former, row)),
      )
  const unknown = details.length - shown.length
  return (
    <div>
      {bySection(shown).map(([section, some]) =>
        section === undefined ? (
          <Facts key="" resource={resource} fields={some} row={row} former={former} />
        ) : (
          <Panel key={section} title={section}>
            <Facts resource={resource} fields={some} row={row} former={former} />
          </Panel>
        ),
      )}
      {(unknown > 0 || isWhole) && (
        <button type="button" className={classes.more} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Hide what is not known' : counted(unknown, 'fact not known', 'facts not known')}
        </button>
      )}
    </div>
  )
}

function Facts({ resource, fields, row, former }: DetailsProps) {
  const permission = resource && changeOf(resource, row)
  const refusal = useRefusal()
  const isOpen = permission !== undefined && refusal(permission) === undefined
  return (
    <dl className={classes.facts}>
      {fields.map((field) => (
        <Fact
          key={`${row.id} ${field.key}`}
          field={field}
          row={row}
          former={former}
          resource={isOpen && isEntered(field) ? resource : undefined}
        />
      ))}
    </dl>
  )
}

/** What has a place of its own, or was left empty by the system, is no detail. */
function isDetail({ kind, fixed }: Field, value: unknown): boolean {
  return kind !== 'shown' && kind !== 'tags' && !(fixed && (value === null || value === ''))
}
