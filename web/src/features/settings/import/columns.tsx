import { NativeSelect } from '@mantine/core'
import type {
  ImportColumn,
  ImportField,
  ImportProposal,
  ImportProposedColumn,
} from '../../../api/types.gen.ts'
import { count } from '../../../ui/format.ts'
import { Table } from '../../../ui/screen.tsx'
import classes from '../import.module.css'
import { Meanings } from './meanings.tsx'

const dates = [
  { value: 'dmy', label: 'day, month, year' },
  { value: 'mdy', label: 'month, day, year' },
  { value: 'ymd', label: 'year, month, day' },
]
const decimals = [
  { value: 'point', label: 'decimal point: 1,234.5' },
  { value: 'comma', label: 'decimal comma: 1.234,5' },
]
const dated = ['day', 'instant']
const numbered = ['integer', 'decimal', 'money', 'price']

/** The columns of a file: what stands in each, what it becomes, and how it is read. */
export function Columns({
  proposal,
  fields,
  columns,
  onChange,
}: {
  proposal: ImportProposal
  fields: readonly ImportField[]
  columns: readonly ImportColumn[]
  onChange: (columns: ImportColumn[]) => void
}) {
  const change = (place: number, part: Partial<ImportColumn>) =>
    onChange(columns.map((one, index) => (index === place ? { ...one, ...part } : one)))
  const used = new Set(columns.map(({ field }) => field))
  return (
    <div className={classes.columns}>
      <Table label="Columns" head={['Column', 'What stands there', 'Becomes', 'Read as']}>
        {columns.map((column, place) => {
          const proposed = proposal.columns[place]
          return proposed ? (
            <OneColumn
              key={column.column}
              column={column}
              proposed={proposed}
              fields={fields.filter(({ key }) => key === column.field || !used.has(key))}
              onChange={(part) => change(place, part)}
            />
          ) : null
        })}
      </Table>
    </div>
  )
}

function OneColumn({
  column: { column, field, format, meanings = [] },
  proposed: { samples, filled, question, mixed, values },
  fields,
  onChange,
}: {
  column: ImportColumn
  proposed: ImportProposedColumn
  fields: readonly ImportField[]
  onChange: (part: Partial<ImportColumn>) => void
}) {
  const found = fields.find(({ key }) => key === field)
  const formats =
    found && dated.includes(found.type)
      ? dates
      : found && numbered.includes(found.type)
        ? decimals
        : undefined
  const read = samples.map(({ written, read: by }) => {
    const value = formats && format ? by[format] : undefined
    return formats && format ? `${written} → ${value ?? 'cannot be read'}` : written
  })
  return (
    <tr data-left={field === null}>
      <td>{column}</td>
      <td className={classes.samples}>
        {read.map((text) => (
          <span key={text}>{text}</span>
        ))}
        {filled === 0 && <span className={classes.soft}>nothing</span>}
        {filled > samples.length && <span className={classes.soft}>in {count(filled)} rows</span>}
      </td>
      <td>
        <NativeSelect
          aria-label={`${column} becomes`}
          data={[
            { value: '', label: 'Not taken' },
            ...fields.map(({ key, label }) => ({ value: key, label })),
          ]}
          value={field ?? ''}
          onChange={({ currentTarget: { value } }) => onChange({ field: value || null, format: null })}
        />
        {found && values.length > 0 && (
          <Meanings
            column={column}
            field={found}
            values={values}
            meanings={meanings}
            onChange={(next) => onChange({ meanings: next })}
          />
        )}
      </td>
      <td>
        {formats && (
          <NativeSelect
            aria-label={`${column} is written`}
            data={[{ value: '', label: question ? 'Say which' : 'As it is usual' }, ...formats]}
            value={format ?? ''}
            error={
              question && !format
                ? mixed
                  ? 'Both forms stand in this column'
                  : 'The values can be read either way'
                : undefined
            }
            onChange={({ currentTarget: { value } }) =>
              onChange({ format: (value || null) as ImportColumn['format'] & string })
            }
          />
        )}
      </td>
    </tr>
  )
}
