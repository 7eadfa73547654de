import { Button, Group, Popover } from '@mantine/core'
import { Check, ChevronDown, X } from 'lucide-react'
import { useState } from 'react'
import { day } from '../ui/format.ts'
import { isDay } from '../ui/typed.ts'
import type { Field } from './field.ts'
import { FieldInput, RefInput } from './field-input.tsx'
import menu from './filter.module.css'
import classes from './list.module.css'
import { useChoices } from './listed.tsx'
import { useName } from './names.ts'

/** One filter as a button that says what it holds: "Status: New". */
export function FilterButton({
  field,
  value,
  onChange,
}: {
  field: Field
  value: string | null
  onChange: (value: string | null) => void
}) {
  const [opened, setOpened] = useState(false)
  const choose = (next: string | null) => {
    onChange(next)
    setOpened(false)
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.filter}
          data-on={value !== null}
          onClick={() => setOpened(!opened)}
          aria-expanded={opened}
        >
          {field.label}
          {value !== null && (
            <>
              : <FilterWords field={field} value={value} />
            </>
          )}
          <ChevronDown size={12} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        {field.kind === 'ref' || field.kind === 'tags' ? (
          <RefInput label={field.label} model={modelOf(field)} value={value} onChange={choose} />
        ) : field.kind === 'own' ? (
          <field.Input
            label={field.label}
            value={value}
            onChange={(next) => choose(typeof next === 'string' ? next : null)}
          />
        ) : field.kind === 'text' || field.kind === 'date' ? (
          <Entered field={field} value={value} onChange={choose} />
        ) : field.kind === 'listed' && field.list !== undefined ? (
          <Listed field={field} list={field.list} value={value} onChange={choose} />
        ) : (
          <Options options={optionsOf(field)} value={value} onChange={choose} />
        )}
        {value !== null && (
          <button type="button" className={menu.option} onClick={() => choose(null)}>
            <span className={menu.mark}>
              <X size={14} />
            </span>
            Any
          </button>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function Options({
  options,
  value,
  onChange,
}: {
  options: readonly { value: string; label: string }[]
  value: string | null
  onChange: (value: string | null) => void
}) {
  return (
    <ul className={menu.options}>
      {options.map((option) => (
        <li key={option.value}>
          <button
            type="button"
            className={menu.option}
            aria-pressed={option.value === value}
            onClick={() => onChange(option.value === value ? null : option.value)}
          >
            <span className={menu.mark}>{option.value === value && <Check size={14} />}</span>
            {option.label}
          </button>
        </li>
      ))}
    </ul>
  )
}

/** What is or was on the list; where there is none, what is typed in. */
function Listed({ list, ...props }: Parameters<typeof Entered>[0] & { list: string }) {
  const choices = useChoices(list)
  if (!choices) return <Entered {...props} />
  const { field: _, ...of } = props
  return (
    <>
      <Options {...of} options={choices.all.map((name) => ({ value: name, label: name }))} />
      {choices.others && <Entered {...props} />}
    </>
  )
}

/** A filter that is typed in. */
function Entered({
  field,
  value,
  onChange,
}: {
  field: Field
  value: string | null
  onChange: (value: string | null) => void
}) {
  const [entered, setEntered] = useState<unknown>(value)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const words = typeof entered === 'string' ? entered.trim() : ''
        if (words === '') onChange(null)
        else if (field.kind !== 'date' || isDay(words)) onChange(words)
      }}
    >
      <Group gap={4} align="flex-end" wrap="nowrap" p={4}>
        <FieldInput field={field} value={entered} onChange={setEntered} autoFocus />
        <Button type="submit">Show</Button>
      </Group>
    </form>
  )
}

function FilterWords({ field, value }: { field: Field; value: string }) {
  if (field.kind === 'ref' || field.kind === 'tags') return <RefWords model={modelOf(field)} id={value} />
  if (field.kind === 'date') return <>{day(value)}</>
  if (field.kind === 'own') return <field.Show value={value} />
  const words = value
    .split(',')
    .map((one) => optionsOf(field).find((option) => option.value === one)?.label ?? one)
  return <>{words.join(', ')}</>
}

const modelOf = (field: Field) => (field.kind === 'ref' ? field.model : 'tag')

export function RefWords({ model, id }: { model: string; id: string }) {
  return <>{useName(model, id) ?? '…'}</>
}

function optionsOf(field: Field): readonly { value: string; label: string }[] {
  if (field.kind === 'choice') return field.choices
  return [
    { value: 'true', label: 'Yes' },
    { value: 'false', label: 'No' },
  ]
}
