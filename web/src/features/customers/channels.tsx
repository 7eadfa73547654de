import { Group, Select, Text, TextInput } from '@mantine/core'
import { Ban } from 'lucide-react'
import { isRecord } from '../../api/problem.ts'
import type { Choice, Field } from '../../records/field.ts'
import { valueIn } from '../../records/resource.ts'
import { several } from '../../records/several.tsx'
import { Nothing, Tag } from '../../ui/values.tsx'

const channels: readonly Choice[] = [
  { value: 'email', label: 'E-mail' },
  { value: 'phone', label: 'Telephone' },
  { value: 'sms', label: 'Text message' },
  { value: 'post', label: 'Post' },
  { value: 'chat', label: 'Chat' },
  { value: 'social', label: 'Social media' },
]
const forbiddable: readonly Choice[] = [{ value: 'any', label: 'Any channel' }, ...channels]
const labelOf = (value: string) => forbiddable.find((one) => one.value === value)?.label ?? value

interface Forbidden {
  channel: string
  reason: string | null
}
const isForbidden = (value: unknown): value is Forbidden =>
  isRecord(value) && typeof value.channel === 'string'

/** By which way somebody would rather be reached, and by which not at all (CUS-20). */
export const channelFields = [
  {
    key: 'preferredChannel',
    label: 'Preferred channel',
    kind: 'choice',
    choices: channels,
    by: 'prefer-channel',
    later: true,
    filter: true,
    width: 120,
  },
  {
    key: 'doNotContact',
    label: 'Do not contact by',
    by: 'set-do-not-contact',
    later: true,
    hint: 'What would reach them this way is refused',
    ...several<Forbidden>({
      one: 'channel',
      blank: { channel: 'any', reason: null },
      isOne: isForbidden,
      Show: ({ value }) => (
        <span>
          {labelOf(value.channel)}{' '}
          <Text span c="dimmed" size="xs">
            {value.reason}
          </Text>
        </span>
      ),
      Input: ({ value, onChange }) => (
        <Group gap={8} wrap="nowrap" align="flex-start">
          <Select
            label="Channel"
            w={140}
            allowDeselect={false}
            data={forbiddable.map((one) => ({ value: one.value, label: one.label }))}
            value={value.channel}
            onChange={(channel) => onChange({ ...value, channel: channel ?? 'any' })}
          />
          <TextInput
            label="Why"
            flex={1}
            value={value.reason ?? ''}
            onChange={(event) => onChange({ ...value, reason: event.currentTarget.value || null })}
          />
        </Group>
      ),
    }),
  },
  {
    key: 'suppressions',
    label: 'Gets nothing that is sent to many',
    kind: 'shown',
    show: (row) => <Suppressed row={row} />,
  },
] as const satisfies readonly Field[]

const causes: Readonly<Record<string, string>> = {
  bounce: 'mail came back',
  complaint: 'called our mail unwanted',
  unsubscribe: 'unsubscribed',
}

/** Why somebody is left out of mailings. */
function Suppressed({ row }: { row: object }) {
  const value = valueIn(row, 'suppressions')
  const all = Array.isArray(value) ? value.filter(isRecord) : []
  if (all.length === 0) return <Nothing />
  return all
    .map(({ cause, purpose }) => {
      const words = causes[String(cause)] ?? String(cause)
      return typeof purpose === 'string' ? `${words} from ${purpose}` : words
    })
    .join(', ')
}

/** Beside the name of somebody who does not want to be reached in some way. */
export function DoNotContact({ row }: { row: object }) {
  const value = valueIn(row, 'doNotContact')
  const all = Array.isArray(value) ? value.filter(isForbidden) : []
  if (all.length === 0) return null
  const words = all.some(({ channel }) => channel === 'any')
    ? 'Do not contact'
    : `Not by ${all.map(({ channel }) => labelOf(channel).toLowerCase()).join(', ')}`
  return (
    <Tag tone="bad" icon={<Ban size={12} aria-hidden />}>
      {words}
    </Tag>
  )
}
