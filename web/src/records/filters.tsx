import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Search } from '../time/time.ts'
import { formatsNow } from '../ui/formats.ts'
import { startOfDay } from '../ui/zone.ts'
import type { Field } from './field.ts'
import { FilterButton } from './filter.tsx'
import classes from './list.module.css'

/** Filters of a screen that is no list of records. What they hold stands in the address. */
export function Filters({ fields }: { fields: readonly Field[] }) {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  return (
    <div className={classes.tools} role="toolbar" aria-label="Filters">
      {fields.map((field) => (
        <FilterButton
          key={field.key}
          field={field}
          value={search[field.key] ?? null}
          onChange={(value) =>
            void navigate({
              to: '.',
              search: (before: Search) => ({ ...before, [field.key]: value ?? undefined }),
              replace: true,
            })
          }
        />
      ))}
    </div>
  )
}

export const periodFields: readonly Field[] = [
  { key: 'from', label: 'From', kind: 'date' },
  { key: 'to', label: 'To', kind: 'date' },
]

/** The days of a period as instants: from the first moment of the one to the last of the other, where the reader is. */
export function periodOf({ from, to }: Search): { from: string | undefined; to: string | undefined } {
  const { timeZone } = formatsNow()
  return {
    from: from && new Date(startOfDay(from, timeZone)).toISOString(),
    to: to && lastInstantOf(to),
  }
}

/** The last moment of a day where the reader is. */
export const lastInstantOf = (day: string): string =>
  new Date(startOfDay(day, formatsNow().timeZone, 1) - 1).toISOString()
