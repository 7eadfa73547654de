import type { ChoiceList, CustomField } from '../../../api/models.ts'
import type { Answers } from '../../../records/ask-dialog.tsx'
import { catalog, entryOf } from '../../../records/entry.ts'
import type { Field } from '../../../records/field.ts'
import { nounOf } from '../../../records/resource.ts'

const types: Readonly<Record<CustomField['type'], string>> = {
  text: 'One line of text',
  'long-text': 'Long text',
  integer: 'Whole number',
  decimal: 'Number with decimals',
  money: 'Amount of money',
  percentage: 'Percentage',
  day: 'Day',
  instant: 'Day and time',
  'yes-no': 'Yes or no',
  choice: 'One choice',
  choices: 'Several choices',
  phone: 'Telephone number',
  email: 'E-mail address',
  link: 'Link',
  record: 'Another record',
}

/** The kinds of records that are about a person, with whom what is personal can be erased. */
const isPersonal = (kind: string) => entryOf(kind)?.personal === true
const referred = ['account', 'contact', 'lead', 'opportunity', 'ticket', 'product', 'user', 'team']

const words: readonly Field[] = [
  { key: 'required', label: 'A new record must have it', kind: 'yes-no' },
  { key: 'section', label: 'Section', kind: 'text', hint: 'The heading it stands under; empty: under none' },
  { key: 'help', label: 'Help', kind: 'text', hint: 'Shown beside it to who fills it in' },
]
const label: Field = { key: 'label', label: 'Label', kind: 'text', required: true }
const choices: Field = {
  key: 'choices',
  label: 'Choices',
  kind: 'words',
  choices: [],
  hint: 'Enter adds one',
}

/** What is asked of a new field, by what it is to hold. */
export const addFields =
  (kind: string, lists: readonly ChoiceList[]) =>
  ({ type, list }: Answers): readonly Field[] => {
    const chosen = type === 'choice' || type === 'choices'
    const fields: (Field | false)[] = [
      label,
      {
        key: 'type',
        label: 'What it holds',
        kind: 'choice',
        required: true,
        choices: Object.entries(types).map(([value, text]) => ({ value, label: text })),
      },
      chosen && {
        key: 'list',
        label: 'From a choice list',
        kind: 'choice',
        choices: lists.map(({ key = '', name = '' }) => ({ value: key, label: name })),
        hint: 'Empty: from choices of its own',
      },
      chosen && !list && choices,
      type === 'record' && {
        key: 'of',
        label: 'Of which kind',
        kind: 'choice',
        required: true,
        choices: catalog()
          .filter(({ model }) => referred.includes(model))
          .map(({ model, one }) => ({ value: model, label: nounOf(one) })),
      },
      isPersonal(kind) && {
        key: 'personal',
        label: 'About a person',
        kind: 'yes-no',
        hint: 'Encrypted in the log, and erased with the person',
      },
      ...words,
      {
        key: 'key',
        label: 'Name for programs',
        kind: 'text',
        hint: 'As in costCentre; empty: made of the label',
      },
    ]
    return fields.filter((field) => field !== false)
  }

/** What can be changed of one there is. */
export const changeFields = ({ type, list }: CustomField): readonly Field[] => [
  label,
  ...((type === 'choice' || type === 'choices') && list === null ? [choices] : []),
  ...words,
]

/** What a field holds, in words. */
export function typeWords({ type, of, choices: own, list }: CustomField): string {
  const more = of ? (entryOf(of)?.one ?? of) : list ? 'from a list' : own.join(', ')
  return more ? `${types[type]}: ${more}` : types[type]
}

/** "Cost centre" as `costCentre`. */
export function keyFrom(text: string): string {
  const parts = text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .split(/[^a-zA-Z0-9]+/)
    .filter((part) => part !== '')
    .map((part) => part.toLowerCase())
  const key = parts.map((part, n) => (n === 0 ? part : nounOf(part))).join('')
  return (/^[a-z]/.test(key) ? key : `field${nounOf(key)}`).slice(0, 40)
}
