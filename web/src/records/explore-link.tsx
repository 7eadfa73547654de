import { ActionIcon, Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ScanSearch } from 'lucide-react'
import { useMay } from '../api/session.ts'
import {
  asGroup,
  type Condition,
  type Criterion,
  criterionIn,
  groupOf,
  isEmptyGroup,
} from './criteria/criterion.ts'
import { type Field, parameterOf } from './field.ts'
import type { ListSearch } from './list-search.ts'
import type { Resource } from './resource.ts'

/** Leads from a list to where its records are counted, put together and taken along: just those that it shows. */
export function ExploreLink({ resource, search }: { resource: Resource; search: ListSearch }) {
  const may = useMay()('report.read')
  if (!may) return null
  const where = criterionOf(resource, search)
  if (!where)
    return (
      <Tooltip label="Explore takes conditions, not words that are searched">
        <ActionIcon aria-label={`Explore these ${resource.many}`} data-disabled aria-disabled>
          <ScanSearch size={14} />
        </ActionIcon>
      </Tooltip>
    )
  const question = {
    model: resource.model,
    ...(!isEmptyGroup(where) && { where }),
    measures: [{ of: 'count', field: null, label: null }],
  }
  return (
    <ActionIcon
      aria-label={`Explore these ${resource.many}`}
      title={`Explore these ${resource.many}`}
      renderRoot={(props) => (
        <Link
          to="/$path"
          params={{ path: 'explore' }}
          search={{ q: JSON.stringify(question) } as never}
          {...props}
        />
      )}
    >
      <ScanSearch size={14} />
    </ActionIcon>
  )
}

/** What a list shows as one criterion; undefined: what was asked of it is more than a criterion can say. */
function criterionOf(
  { fields }: Resource,
  { q, filters, narrowing, where }: ListSearch,
): Criterion | undefined {
  if (q !== '' || Object.keys(narrowing).length > 0) return undefined
  const conditions = Object.entries(filters).map(([key, value]) =>
    conditionOf(
      fields.find((field) => parameterOf(field) === key),
      value,
    ),
  )
  if (conditions.includes(undefined)) return undefined
  const asked = criterionIn(where)
  const parts = asked === undefined ? [] : [asGroup(asked)]
  return groupOf('all', [...parts, ...conditions.flatMap((one) => one ?? [])])
}

function conditionOf(field: Field | undefined, value: string): Condition | undefined {
  if (field?.kind === 'choice') return { field: field.key, operator: 'one-of', value: value.split(',') }
  if (field?.kind === 'yes-no') return { field: field.key, operator: 'is', value: value === 'true' }
  if (field?.kind === 'ref' || field?.kind === 'listed') return { field: field.key, operator: 'is', value }
  return undefined
}
