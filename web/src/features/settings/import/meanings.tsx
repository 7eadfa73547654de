import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../../api/queries.ts'
import type { ImportColumn, ImportField, Replies } from '../../../api/types.gen.ts'
import classes from '../import.module.css'

type Meaning = NonNullable<ImportColumn['meanings']>[number]

/** What the few values of a column mean here: their stages, their owners, what can be chosen. */
export function Meanings({
  column,
  field,
  values,
  meanings,
  onChange,
}: {
  column: string
  field: ImportField
  values: readonly string[]
  meanings: readonly Meaning[]
  onChange: (meanings: Meaning[]) => void
}) {
  const choices = useChoices(field)
  if (!choices) return null
  return (
    <details className={classes.meanings}>
      <summary>What its values mean</summary>
      <ul>
        {values.map((value) => (
          <li key={value}>
            <span>{value}</span>
            <NativeSelect
              size="xs"
              aria-label={`${column}: ${value} means`}
              data={[{ value: '', label: 'What is called so' }, ...choices]}
              value={meanings.find((one) => one.value === value)?.means ?? ''}
              onChange={({ currentTarget: { value: means } }) =>
                onChange([
                  ...meanings.filter((one) => one.value !== value),
                  ...(means ? [{ value, means }] : []),
                ])
              }
            />
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Null while they are on their way, or where there are none to choose from. */
function useChoices({ type, options }: ImportField): { value: string; label: string }[] | null {
  const pipelines = useQuery({
    ...derivedQuery<Replies['/pipelines']>('pipeline', '/pipelines', { limit: 100 }, null),
    enabled: type === 'stage' || type === 'pipeline',
  })
  const users = useQuery({
    ...derivedQuery<Replies['/users']>('user', '/users', { limit: 200 }, null),
    enabled: type === 'owner',
  })
  if (options.length > 0) return options.map((value) => ({ value, label: value }))
  if (type === 'owner')
    return users.data?.items.map(({ id, name }) => ({ value: id, label: name ?? id })) ?? null
  const all = pipelines.data?.items
  if (!all) return null
  if (type === 'pipeline') return all.map(({ id, name }) => ({ value: id, label: name ?? id }))
  return all.flatMap(({ name, stages = [] }) =>
    stages.map((stage) => ({
      value: stage.id,
      label: all.length > 1 ? `${name}: ${stage.name}` : stage.name,
    })),
  )
}
