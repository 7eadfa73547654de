import { Fieldset, Text } from '@mantine/core'
import { isRecord } from '../../api/problem.ts'
import type { Field, OwnInput } from '../../records/field.ts'
import { NumericInput } from '../../records/typed-inputs.tsx'
import { count } from '../../ui/format.ts'
import classes from './quote/quote.module.css'

/** A line of which some is left. */
interface Left {
  line: number
  description: string
  left: number
}

interface Part {
  line: number
  quantity: number
}

const partsIn = (value: unknown): Part[] => (Array.isArray(value) ? value.filter(isRecord) : []) as never

/** How much of each line: all that is left at first, nothing where it is emptied. */
export function partsField(label: string, lines: readonly Left[]): Field {
  const left = lines.filter((each) => each.left !== 0)
  return {
    key: 'lines',
    label,
    kind: 'own',
    Show: () => null,
    Input: (input) => <PartsInput {...input} left={left} />,
  }
}

export const allOf = (lines: readonly Left[]): Part[] =>
  lines.flatMap(({ line, left }) => (left === 0 ? [] : [{ line, quantity: left }]))

function PartsInput({ label, error, value, onChange, left }: OwnInput & { left: readonly Left[] }) {
  const parts = partsIn(value)
  const set = (line: number, quantity: number | null) => {
    const others = parts.filter((part) => part.line !== line)
    const next = quantity === null || quantity === 0 ? others : [...others, { line, quantity }]
    onChange(next.toSorted((a, b) => a.line - b.line))
  }
  return (
    <Fieldset legend={<Text fw={500}>{label}</Text>} variant="unstyled" m={0}>
      <table className={classes.lines}>
        <tbody>
          {left.map(({ line, description, left: most }) => (
            <tr key={line}>
              <td>{description}</td>
              <td data-right>of {count(most)}</td>
              <td>
                <NumericInput
                  w={90}
                  places={3}
                  aria-label={`${label}: ${description}`}
                  value={parts.find((part) => part.line === line)?.quantity ?? null}
                  onChange={(quantity) => set(line, quantity)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {error && (
        <Text size="xs" c="red.9" role="alert">
          {error}
        </Text>
      )}
    </Fieldset>
  )
}
