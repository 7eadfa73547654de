import { Checkbox, Fieldset, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { isRecord } from '../../../api/problem.ts'
import type { OwnInput } from '../../../records/field.ts'
import { Nothing } from '../../../ui/values.tsx'

interface Consent {
  purpose: string
  text: string
  textVersion: string
  required: boolean
}

const none: Consent = { purpose: '', text: '', textVersion: '1', required: false }

const consentIn = (value: unknown): Consent | null =>
  isRecord(value)
    ? {
        purpose: String(value.purpose),
        text: String(value.text),
        textVersion: String(value.textVersion),
        required: value.required === true,
      }
    : null

export function ConsentShown({ value }: { value: unknown }) {
  const consent = consentIn(value)
  if (!consent) return <Nothing />
  return (
    <>
      {consent.purpose}, wording {consent.textVersion}: {consent.text}
    </>
  )
}

/** What somebody may allow by a form, in which words. */
export function ConsentInput({ label, error, value, onChange }: OwnInput) {
  const consent = consentIn(value)
  const change = (part: Partial<Consent>) => onChange({ ...(consent ?? none), ...part })
  return (
    <Fieldset legend={<Text fw={500}>{label}</Text>} variant="unstyled" m={0}>
      <Stack gap={8}>
        <Checkbox
          label="Asks for consent"
          checked={consent !== null}
          onChange={(event) => onChange(event.currentTarget.checked ? none : null)}
        />
        {consent && (
          <>
            <TextInput
              label="Purpose"
              placeholder="News by e-mail"
              value={consent.purpose}
              onChange={(event) => change({ purpose: event.currentTarget.value })}
            />
            <Textarea
              label="Wording"
              autosize
              minRows={2}
              value={consent.text}
              onChange={(event) => change({ text: event.currentTarget.value })}
            />
            <TextInput
              label="Version of the wording"
              description="Another wording has another version, by which it is known who agreed to which"
              value={consent.textVersion}
              onChange={(event) => change({ textVersion: event.currentTarget.value })}
            />
            <Checkbox
              label="Required"
              checked={consent.required}
              onChange={(event) => change({ required: event.currentTarget.checked })}
            />
          </>
        )}
        {error && (
          <Text size="xs" c="red.9" role="alert">
            {error}
          </Text>
        )}
      </Stack>
    </Fieldset>
  )
}
