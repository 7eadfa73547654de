import { Button, Fieldset, Group, Input, Stack, Text } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Nothing } from '../ui/values.tsx'
import type { FieldKind, OwnInput } from './field.ts'
import { nounOf } from './resource.ts'

interface Several<T> {
  /** What one of them is called: `address`. */
  one: string
  /** What one begins as. */
  blank: T
  isOne(value: unknown): value is T
  Show(props: { value: T }): ReactNode
  Input(props: { value: T; onChange: (value: T) => void; error: string | undefined }): ReactNode
}

/** A field of several things of one kind, which are added, changed and taken away one by one. */
export function several<T extends object>(of: Several<T>): Extract<FieldKind, { kind: 'own' }> {
  const listIn = (value: unknown) => (Array.isArray(value) ? value.filter(of.isOne) : [])
  const Show = ({ value }: { value: unknown }) => {
    const all = listIn(value)
    if (all.length === 0) return <Nothing />
    return (
      <Stack gap={6}>
        {all.map((one, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have nothing but their place
          <of.Show key={place} value={one} />
        ))}
      </Stack>
    )
  }
  const SeveralInput = ({ label, description, error, value, onChange }: OwnInput) => {
    const all = listIn(value)
    return (
      <Input.Wrapper labelElement="div" label={label} description={description} error={error}>
        <Stack gap={8} mt={4}>
          {all.map((one, place) => (
            <Fieldset
              // biome-ignore lint/suspicious/noArrayIndexKey: they have nothing but their place
              key={place}
              p={8}
              legend={<Text size="xs">{`${nounOf(of.one)} ${place + 1}`}</Text>}
            >
              <of.Input
                value={one}
                error={undefined}
                onChange={(next) => onChange(all.toSpliced(place, 1, next))}
              />
              <Group justify="flex-end" mt={4}>
                <Button
                  variant="subtle"
                  size="compact-xs"
                  color="red"
                  leftSection={<Trash2 size={12} aria-hidden />}
                  onClick={() => onChange(all.toSpliced(place, 1))}
                >
                  {`Remove ${of.one} ${place + 1}`}
                </Button>
              </Group>
            </Fieldset>
          ))}
          <Group>
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<Plus size={12} aria-hidden />}
              onClick={() => onChange([...all, of.blank])}
            >
              {`Add ${/^[aeiou]/.test(of.one) ? 'an' : 'a'} ${of.one}`}
            </Button>
          </Group>
        </Stack>
      </Input.Wrapper>
    )
  }
  return { kind: 'own', Show, Input: SeveralInput }
}
