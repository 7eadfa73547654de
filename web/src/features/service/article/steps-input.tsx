import { Stack, Textarea, TextInput } from '@mantine/core'
import { isRecord } from '../../../api/problem.ts'
import { several } from '../../../records/several.tsx'

interface Step {
  title: string
  text: string | null
}

/** What is done one after the other. */
export const steps = several<Step>({
  one: 'step',
  blank: { title: '', text: null },
  isOne: (value): value is Step => isRecord(value) && typeof value.title === 'string',
  Show: ({ value }) => <>{value.title}</>,
  Input: ({ value, onChange }) => (
    <Stack gap={4}>
      <TextInput
        aria-label="What to do or to check"
        placeholder="What to do or to check"
        value={value.title}
        onChange={(event) => onChange({ ...value, title: event.currentTarget.value })}
      />
      <Textarea
        aria-label="How, and what it tells"
        placeholder="How, and what it tells"
        autosize
        minRows={2}
        value={value.text ?? ''}
        onChange={(event) => onChange({ ...value, text: event.currentTarget.value || null })}
      />
    </Stack>
  ),
})
