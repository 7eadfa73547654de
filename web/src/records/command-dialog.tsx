import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Accepted } from '../api/client.ts'
import { useCommand } from '../api/commands.ts'
import { Problem } from '../api/problem.ts'
import { reasonOf } from '../ui/notices.ts'
import type { Field } from './field.ts'
import { FieldInput } from './field-input.tsx'

interface CommandDialogProps {
  title: string
  /** What will happen, in a sentence. */
  children?: ReactNode
  /** `/leads/<id>/qualify`. */
  path: string
  fields: readonly Field[]
  initial?: Readonly<Record<string, unknown>>
  submit: string
  /** A button in the colour of warning, for what cannot be taken back. */
  grave?: boolean
  touches: readonly string[]
  ifMatch?: number | undefined
  onClose: () => void
  onDone?: (accepted: Accepted) => void
}

/** Asks for what a command needs, sends it, and shows a refusal beside the field it is about. */
export function CommandDialog(props: CommandDialogProps) {
  const { title, children, path, fields, initial, submit, grave, touches, ifMatch, onClose, onDone } = props
  const [values, setValues] = useState<Record<string, unknown>>({ ...initial })
  const [problem, setProblem] = useState<Problem | undefined>()
  const command = useCommand()
  const errorOf = (key: string) =>
    problem?.fields.find(({ field }) => field === key || field.startsWith(`${key}.`))?.message
  const placed = fields.some(({ key }) => errorOf(key) !== undefined)

  const send = async () => {
    setProblem(undefined)
    const missing = fields.filter(({ key, required }) => required && isEmpty(values[key]))
    if (missing.length > 0) {
      setProblem(
        new Problem({
          status: 400,
          code: 'incomplete',
          title: 'Something is missing',
          fields: missing.map(({ key, label }) => ({
            field: key,
            rule: 'required',
            message: `${label} is needed`,
          })),
        }),
      )
      return
    }
    try {
      const body = Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)))
      const accepted = await command.mutateAsync({ method: 'POST', path, body, touches, ifMatch })
      onDone?.(accepted)
      onClose()
    } catch (error) {
      setProblem(
        error instanceof Problem
          ? withMissing(error)
          : new Problem({ status: 0, code: 'unknown', title: reasonOf(error) }),
      )
    }
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Stack gap={12}>
          {children}
          {problem && (!placed || problem.details) && (
            <Alert color="red" role="alert" title={problem.title}>
              {reasonOf(problem)}
            </Alert>
          )}
          {fields.map((field, index) => (
            <FieldInput
              key={field.key}
              field={field}
              value={values[field.key]}
              onChange={(value) => setValues((before) => ({ ...before, [field.key]: value }))}
              error={errorOf(field.key)}
              autoFocus={index === 0}
            />
          ))}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={command.isPending} {...(grave ? { color: 'red' } : {})}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === ''

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
