import { ActionIcon, Button, Group, Modal, Popover, Stack, TagsInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, Tag as TagIcon, Tags as TagsIcon } from 'lucide-react'
import { useState } from 'react'
import { read, send } from '../api/client.ts'
import { type Intent, useCommand } from '../api/commands.ts'
import type { TagRecord } from '../api/models.ts'
import { isRecord } from '../api/problem.ts'
import { useMay } from '../api/session.ts'
import type { Page, Row } from '../api/shapes.ts'
import { useRefusal } from '../time/write.tsx'
import { counted } from '../ui/format.ts'
import { failed } from '../ui/notices.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { Nothing, Tag, type Tone } from '../ui/values.tsx'
import { type BulkAction, type Named, nounOf, valueIn } from './resource.ts'
import classes from './tags.module.css'

/** A tag on a record; in an event it has no tone. */
export interface Tagged {
  id: string
  name: string
  tone?: Tone
}

export function tagsIn(value: unknown): Tagged[] {
  if (!Array.isArray(value)) return []
  return value.filter((one): one is Tagged => isRecord(one) && typeof one.name === 'string')
}

export function TagsShown({ value }: { value: unknown }) {
  const tags = tagsIn(value)
  if (tags.length === 0) return <Nothing />
  return (
    <span className={classes.tags}>
      {tags.map(({ id, name, tone }) => (
        <Tag key={id} tone={tone ?? 'neutral'}>
          {name}
        </Tag>
      ))}
    </span>
  )
}

/** The tags of a record under its title, each leading to everything that has it, with a way to change them. */
export function TagLine({ of, row }: { of: Named; row: Row }) {
  const { model, path, one } = of
  const [opened, setOpened] = useState(false)
  const refusal = useRefusal()
  const why = refusal(`${model}.tag`)
  useShortcuts(nounOf(one), [{ key: 'g', label: 'Tags', run: () => why === undefined && setOpened(true) }])
  const tags = tagsIn(valueIn(row, 'tags'))
  const change = useTagging(of, row)
  if (tags.length === 0 && why !== undefined) return null
  return (
    <section className={classes.line} aria-label="Tags">
      {tags.map(({ id, name, tone }) => (
        <Link key={id} to="/$path" params={{ path }} search={{ tag: id } as never} className={classes.link}>
          <Tag tone={tone ?? 'neutral'}>{name}</Tag>
        </Link>
      ))}
      <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <ActionIcon
            aria-label="Add a tag"
            aria-expanded={opened}
            disabled={why !== undefined}
            title={why}
            onClick={() => setOpened(!opened)}
          >
            {tags.length === 0 ? <TagIcon size={14} /> : <Plus size={14} />}
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown p={8}>
          <TagPicker label="Tags" value={tags} onChange={(next) => void change(next)} w={320} />
        </Popover.Dropdown>
      </Popover>
    </section>
  )
}

/** Sends what came to the tags of a record, and what left them. */
function useTagging({ model, path }: Named, row: Row) {
  const command = useCommand()
  return async (next: readonly Tagged[]) => {
    const before = tagsIn(valueIn(row, 'tags'))
    const without = (all: readonly Tagged[], others: readonly Tagged[]) =>
      all.filter(({ id }) => !others.some((other) => other.id === id)).map(({ id }) => id)
    const steps = [
      ['tag', without(next, before)],
      ['untag', without(before, next)],
    ] as const
    try {
      for (const [verb, tagIds] of steps)
        if (tagIds.length > 0) await command.mutateAsync(taggingOf({ model, path }, row, verb, tagIds))
    } catch (error) {
      failed('The tags stay as they are', error)
    }
  }
}

function taggingOf(
  { model, path }: Pick<Named, 'model' | 'path'>,
  row: Row,
  verb: 'tag' | 'untag',
  tagIds: readonly string[],
): Intent {
  return { method: 'POST', path: `/${path}/${row.id}/${verb}`, body: { tagIds }, touches: [model] }
}

interface PickerProps {
  label: string
  value: readonly Tagged[]
  onChange: (tags: readonly Tagged[]) => void
  /** Whether a word that is no tag yet becomes one. */
  fixed?: boolean
  w?: number
}

/** Chooses tags by their names: Enter adds one, Backspace takes the last away. */
export function TagPicker({ label, value, onChange, fixed = false, w }: PickerProps) {
  const [search, setSearch] = useState('')
  const [q] = useDebouncedValue(search.trim(), 150)
  const may = useMay()
  const { data } = useQuery({
    queryKey: ['tag', 'derived', 'choices', q, null] as const,
    queryFn: ({ signal }) =>
      read<Page<TagRecord>>('/tags', { parameters: { q, archived: false, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
  })
  const known = [...value, ...(data?.items ?? [])]
  const named = (name: string) =>
    known.find((one) => one.name?.toLowerCase() === name.trim().toLowerCase()) ?? null
  const change = async (names: readonly string[]) => {
    try {
      const next: Tagged[] = []
      for (const name of names) {
        const tag = named(name) ?? (await tagCalled(name, !fixed && may('tag.create')))
        if (tag) next.push({ id: tag.id, name: tag.name ?? name, tone: tag.tone ?? 'neutral' })
        else failed(`There is no tag “${name}”`, new Error('Choose one that there is.'))
      }
      onChange(next)
    } catch (error) {
      failed('This is no tag', error)
    }
  }
  return (
    <TagsInput
      label={label}
      w={w ?? '100%'}
      data-autofocus
      placeholder={fixed ? 'A tag' : 'A tag, or a new one'}
      data={[...new Set((data?.items ?? []).map(({ name }) => name ?? ''))]}
      value={value.map(({ name }) => name)}
      onChange={(names) => void change(names)}
      searchValue={search}
      onSearchChange={setSearch}
      acceptValueOnBlur={false}
      maxDropdownHeight={240}
    />
  )
}

/** The tag of this name: there is one that the search has not shown, or it is made. */
async function tagCalled(name: string, make: boolean): Promise<Tagged | null> {
  const { items } = await read<Page<TagRecord>>('/tags', { parameters: { q: name, limit: 50 } })
  const found = items.find((one) => one.name?.toLowerCase() === name.trim().toLowerCase())
  if (found) return { id: found.id, name: found.name ?? name }
  if (!make) return null
  const { id } = await send({ method: 'POST', path: '/tags', body: { name }, key: crypto.randomUUID() })
  return { id, name: name.trim() }
}

/** Puts tags on the chosen records, or takes them away. */
export function tagActions(of: Named): readonly BulkAction[] {
  return [
    { label: 'Tag', icon: TagIcon, permission: `${of.model}.tag`, ask: asking(of, 'tag') },
    { label: 'Untag', icon: TagsIcon, permission: `${of.model}.untag`, ask: asking(of, 'untag') },
  ]
}

function asking(of: Named, verb: 'tag' | 'untag'): NonNullable<BulkAction['ask']> {
  return function AskTags({ count, onCancel, onReady }) {
    const [tags, setTags] = useState<readonly Tagged[]>([])
    const words = verb === 'tag' ? 'Tag' : 'Untag'
    return (
      <Modal
        opened
        onClose={onCancel}
        title={`${words} ${count === null ? `all ${of.many}` : counted(count, of.one, of.many)}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack>
          <TagPicker label="Tags" value={tags} onChange={setTags} fixed={verb === 'untag'} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button
              disabled={tags.length === 0}
              onClick={() =>
                onReady({ command: `${of.model}.${verb}`, body: { tagIds: tags.map(({ id }) => id) } })
              }
            >
              Go on
            </Button>
          </Group>
        </Stack>
      </Modal>
    )
  }
}
