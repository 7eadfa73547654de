import { ActionIcon, Button, Fieldset, Group, type GroupProps, Text } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'

interface Row<T> {
  row: T
  place: number
  change: (part: Partial<T>) => void
}

/** Things of one kind, a line for each, that are added, changed and taken away. */
export function RowsInput<T extends object>({
  label,
  error,
  rows,
  onChange,
  one,
  add,
  onAdd,
  align,
  keeps,
  end,
  children,
}: {
  label: string
  error: string | undefined
  rows: readonly T[]
  onChange: (rows: readonly T[]) => void
  /** What one of them is called: `feature`. */
  one: string
  /** The words on the button that adds one. */
  add: string
  onAdd: () => void
  align?: GroupProps['align']
  /** Whether the button that takes one away is off. */
  keeps?: (row: T) => boolean
  /** What stands in the place of that button, where there is none. */
  end?: (row: T) => ReactNode
  /** The inputs of one of them. */
  children: (row: Row<T>) => ReactNode
}) {
  return (
    <Fieldset legend={<Text fw={500}>{label}</Text>} variant="unstyled" m={0}>
      {rows.map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no name but their place while they are entered
        <Group key={place} gap={8} mb={4} wrap="nowrap" align={align}>
          {children({
            row,
            place,
            change: (part) => onChange(rows.with(place, { ...row, ...part })),
          })}
          {end?.(row) || (
            <ActionIcon
              aria-label={`Remove ${one} ${place + 1}`}
              disabled={keeps?.(row) ?? false}
              onClick={() => onChange(rows.toSpliced(place, 1))}
            >
              <Trash2 size={14} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {error && (
        <Text size="xs" c="red.9" role="alert">
          {error}
        </Text>
      )}
      <Button variant="default" size="xs" leftSection={<Plus size={14} />} onClick={onAdd}>
        {add}
      </Button>
    </Fieldset>
  )
}
