import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Problem } from '../api/problem.ts'
import { problemOf, reasonOf } from '../ui/notices.ts'
import type { Field } from './field.ts'
import { FieldInputs } from './field-inputs.tsx'

export type Answers = Readonly<Record<string, unknown>>

export interface AskDialogProps {
  title: string
  /** What will happen, in a sentence. */
  children?: ReactNode
  /** What is asked; of some, by what has been entered so far. */
  fields: readonly Field[] | ((answers: Answers) => readonly Field[])
  initial?: Answers
  submit: string
  /** A button in the colour of warning, for what cannot be taken back. */
  grave?: boolean
  onClose: () => void
}

/** Asks for what something needs, does it, and shows a refusal beside the field it is about. */
export function AskDialog({
  title,
  children,
  fields: asked,
  initial,
  submit,
  grave,
  onClose,
  onSubmit,
}: AskDialogProps & {
  /** What was entered, the empty as null. The dialog closes when it is done. */
  onSubmit: (answers: Answers) => Promise<unknown>
}) {
  const [values, setValues] = useState<Answers>({ ...initial })
  const [problem, setProblem] = useState<Problem | undefined>()
  const [busy, setBusy] = useState(false)
  const fields = typeof asked === 'function' ? asked(values) : asked
  const errorOf = (key: string) =>
    problem?.fields.find(({ field }) => field === key || field.startsWith(`${key}.`))?.message
  const placed = fields.some(({ key }) => errorOf(key) !== undefined)

  const go = async () => {
    const missing = fields.filter(({ key, required }) => required && isEmpty(values[key]))
    setProblem(missing.length > 0 ? incomplete(missing) : undefined)
    if (missing.length > 0) return
    setBusy(true)
    try {
      await onSubmit(values)
      onClose()
    } catch (error) {
      setProblem(withMissing(problemOf(error)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={title}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void go()
        }}
      >
        <Stack gap={12}>
          {children}
          {problem && (!placed || problem.details) && (
            <Alert color="red" role="alert" title={problem.title}>
              {reasonOf(problem)}
            </Alert>
          )}
          <FieldInputs fields={fields} values={values} onChange={setValues} errorOf={errorOf} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} {...(grave ? { color: 'red.9' } : {})}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

export const isEmpty = (value: unknown) => value === null || value === undefined || value === ''

export function incomplete(missing: readonly Pick<Field, 'key' | 'label'>[]): Problem {
  return new Problem({
    status: 400,
    code: 'incomplete',
    title: 'Something is missing',
    fields: missing.map(({ key, label }) => ({
      field: key,
      rule: 'required',
      message: `${label} is needed`,
    })),
  })
}

/** A rule that misses several things names them all in its details; each is shown where it belongs. */
function withMissing(problem: Problem): Problem {
  const missing = problem.details?.missing
  if (!Array.isArray(missing)) return problem
  const fields = missing.map((field) => ({
    field: String(field),
    rule: problem.code,
    message: 'Not known yet',
  }))
  return new Problem({
    status: problem.status,
    code: problem.code,
    title: problem.title,
    detail: problem.message,
    details: problem.details,
    fields,
  })
}
