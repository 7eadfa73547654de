import { Group, Select, Text, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { isRecord } from '../../api/problem.ts'
import { type Address, AddressFields, AddressShown, isAddress, MapLink } from '../../records/address.tsx'
import type { Field } from '../../records/field.ts'
import { FieldValue } from '../../records/field-value.tsx'
import { several } from '../../records/several.tsx'
import { sentence } from '../../ui/format.ts'

interface Kind<Key extends string> {
  label: string
  kinds: readonly string[]
  kindKey: 'kind' | 'network'
  key: Key
}

const networkNames: Readonly<Record<string, string>> = {
  linkedin: 'LinkedIn',
  xing: 'XING',
  tiktok: 'TikTok',
  whatsapp: 'WhatsApp',
  wechat: 'WeChat',
  youtube: 'YouTube',
  line: 'LINE',
}
const kindName = (kind: string) => networkNames[kind] ?? sentence(kind)

/** Something short with a kind before it: `Mobile +49 170 1234567`. */
function short<const Key extends 'email' | 'phone' | 'handle'>(
  one: string,
  first: string,
  { label, kinds, kindKey, key }: Kind<Key>,
  show: (text: string) => ReactNode,
) {
  type One = Readonly<Record<string, string>>
  const textIn = (value: One, name: string) => value[name] ?? ''
  return several<One>({
    one,
    blank: { [kindKey]: first, [key]: '' },
    isOne: (value): value is One => isRecord(value) && typeof value[key] === 'string',
    Show: ({ value }) => (
      <span>
        {show(textIn(value, key))}{' '}
        <Text span c="dimmed" size="xs">
          {kindName(textIn(value, kindKey))}
        </Text>
      </span>
    ),
    Input: ({ value, onChange }) => (
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Select
          label="Kind"
          w={120}
          allowDeselect={false}
          data={kinds.map((kind) => ({ value: kind, label: kindName(kind) }))}
          value={textIn(value, kindKey)}
          onChange={(kind) => onChange({ ...value, [kindKey]: kind ?? first })}
        />
        <TextInput
          label={label}
          flex={1}
          value={textIn(value, key)}
          onChange={(event) => onChange({ ...value, [key]: event.currentTarget.value })}
        />
      </Group>
    ),
  })
}

const kindField = (kind: 'email' | 'phone'): Field => ({ key: kind, label: '', kind })

type CustomerAddress = Address & { kind: string }
const addressKinds = ['billing', 'delivery', 'visiting', 'private']

/** How a customer is reached beside the first telephone and e-mail address. */
export const reachFields = [
  {
    key: 'otherEmails',
    label: 'Other e-mail addresses',
    ...short(
      'e-mail address',
      'work',
      { label: 'Address', kinds: ['work', 'private', 'billing', 'other'], kindKey: 'kind', key: 'email' },
      (text) => <FieldValue field={kindField('email')} value={text} />,
    ),
  },
  {
    key: 'otherPhones',
    label: 'Other telephones',
    ...short(
      'telephone',
      'mobile',
      {
        label: 'Number',
        kinds: ['work', 'mobile', 'private', 'fax', 'other'],
        kindKey: 'kind',
        key: 'phone',
      },
      (text) => <FieldValue field={kindField('phone')} value={text} />,
    ),
  },
  {
    key: 'addresses',
    label: 'Addresses',
    hint: 'Lists show the city and the postal code of the first one',
    ...several<CustomerAddress>({
      one: 'address',
      blank: { kind: 'visiting', lines: [], postalCode: null, city: '', state: null, country: '' },
      isOne: (value): value is CustomerAddress => isAddress(value),
      Show: ({ value }) => (
        <div>
          <Text c="dimmed" size="xs">
            {sentence(value.kind)}
          </Text>
          <AddressShown value={value} /> <MapLink value={value} />
        </div>
      ),
      Input: ({ value, onChange }) => (
        <>
          <Select
            label="Used for"
            allowDeselect={false}
            mb={8}
            data={addressKinds.map((kind) => ({ value: kind, label: sentence(kind) }))}
            value={value.kind}
            onChange={(kind) => onChange({ ...value, kind: kind ?? 'visiting' })}
          />
          <AddressFields value={value} onChange={onChange} />
        </>
      ),
    }),
  },
  {
    key: 'social',
    label: 'Social media',
    ...short(
      'social profile',
      'linkedin',
      {
        label: 'Name or address',
        kinds: [
          'linkedin',
          'xing',
          'x',
          'mastodon',
          'bluesky',
          'facebook',
          'instagram',
          'youtube',
          'tiktok',
          'whatsapp',
          'telegram',
          'signal',
          'wechat',
          'line',
          'other',
        ],
        kindKey: 'network',
        key: 'handle',
      },
      (text) => text,
    ),
  },
] as const satisfies readonly Field[]

/** Where they are, as lists have it. */
export const placeFields = [
  { key: 'city', label: 'City', kind: 'shown', width: 120, sortable: true, show: textOf('city') },
  { key: 'postalCode', label: 'Postal code', kind: 'shown', width: 100, show: textOf('postalCode') },
] as const satisfies readonly Field[]

export function textOf(key: string) {
  return (row: object): ReactNode => {
    const value = (row as Readonly<Record<string, unknown>>)[key]
    return typeof value === 'string' ? value : null
  }
}
