import { Select, TextInput } from '@mantine/core'
import { isRecord } from '../../../api/problem.ts'
import type { OwnInput } from '../../../records/field.ts'
import { RowsInput } from '../../../records/rows-input.tsx'
import { Nothing } from '../../../ui/values.tsx'

interface Question {
  field: string
  question: string
}

const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  email: 'E-mail',
  phone: 'Telephone',
  company: 'Company',
}

const questionsIn = (value: unknown): Question[] =>
  Array.isArray(value)
    ? value
        .filter(isRecord)
        .map(({ field, question }) => ({ field: String(field), question: String(question) }))
    : []

export function QuestionsShown({ value }: { value: unknown }) {
  const questions = questionsIn(value)
  if (questions.length === 0) return <Nothing />
  return <>{questions.map(({ field }) => labels[field] ?? field).join(' · ')}</>
}

/** What the bot asks, in its order and its words. */
export function QuestionsInput({ label, error, value, onChange }: OwnInput) {
  const questions = questionsIn(value)
  const left = Object.keys(labels).filter((field) => !questions.some((one) => one.field === field))
  return (
    <RowsInput
      label={label}
      error={error}
      rows={questions}
      onChange={onChange}
      one="question"
      add="Add a question"
      onAdd={() => left[0] && onChange([...questions, { field: left[0], question: '' }])}
      align="center"
    >
      {({ row, place, change }) => (
        <>
          <Select
            w={130}
            aria-label={`What question ${place + 1} asks for`}
            data={[row.field, ...left].map((field) => ({ value: field, label: labels[field] ?? field }))}
            value={row.field}
            allowDeselect={false}
            onChange={(field) => field && change({ field })}
          />
          <TextInput
            flex={1}
            aria-label={`Question ${place + 1}`}
            placeholder="What is your name?"
            maxLength={300}
            value={row.question}
            onChange={(event) => change({ question: event.currentTarget.value })}
          />
        </>
      )}
    </RowsInput>
  )
}
