import { Alert, Button, Drawer, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../api/commands.ts'
import { Problem } from '../api/problem.ts'
import type { Row } from '../api/shapes.ts'
import { done, reasonOf } from '../ui/notices.ts'
import { incomplete } from './ask-dialog.tsx'
import { ConflictDialog, theirsOf } from './conflict.tsx'
import { equal } from './equal.ts'
import type { Field } from './field.ts'
import { FieldInputs } from './field-inputs.tsx'
import classes from './form.module.css'
import { nounOf, type Resource, titleOf, valueIn } from './resource.ts'
import { useShown } from './shown.ts'

interface FormProps {
  resource: Resource
  opened: boolean
  /** The record to change; undefined: make a new one. */
  row?: Row | undefined
  /** What a new one starts with. */
  initial?: Readonly<Record<string, unknown>>
  onClose: () => void
  onMade?: (id: string) => void
}

/** Makes or changes a record in a drawer beside what one was looking at. */
export function RecordForm(props: FormProps) {
  const { resource, row, opened, onClose } = props
  const title = row ? `Edit ${titleOf(resource, row)}` : `New ${resource.one}`
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={440}
      title={title}
      transitionProps={{ duration: 120 }}
    >
      {/* A fresh form for each record, so that nothing typed for one is sent to another. */}
      <FormBody key={row?.id ?? 'new'} {...props} />
    </Drawer>
  )
}

type Values = Readonly<Record<string, unknown>>

function FormBody({ resource: whole, row, initial, onClose, onMade }: FormProps) {
  const resource = useShown(whole)
  const fields = resource.fields.filter(({ fixed, once }) => !fixed && !(row && once))
  // The record as it was when the person began: what their changes are measured against.
  const [original, setOriginal] = useState<Row | undefined>(row)
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(
      fields.map(({ key }) => [
        key,
        (row ? valueIn(row, key) : (initial ?? resource.initial)?.[key]) ?? null,
      ]),
    ),
  )
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<Problem | undefined>()
  const command = useCommand()

  const missing = fields.filter(
    (field) => field.required && (values[field.key] === null || values[field.key] === undefined),
  )
  const changes = Object.fromEntries(
    Object.entries(values).filter(([key, value]) =>
      original ? !equal(value, valueIn(original, key) ?? null) : value !== null,
    ),
  )
  const nothing = original !== undefined && Object.keys(changes).length === 0

  const save = async (body: Values, base: Row | undefined) => {
    setProblem(undefined)
    if (missing.length > 0 && !base) {
      setProblem(incomplete(missing))
      return
    }
    try {
      const id = base ? await change(base, body) : await create(body)
      done(base ? `${nounOf(resource.one)} changed` : `${nounOf(resource.one)} created`)
      onClose()
      if (!base) onMade?.(id)
    } catch (error) {
      setProblem(
        error instanceof Problem
          ? error
          : new Problem({ status: 0, code: 'unknown', title: reasonOf(error) }),
      )
    }
  }

  const touches = [resource.model]
  const create = async (body: Values) =>
    (
      await command.mutateAsync(
        resource.at
          ? { method: 'PATCH', path: resource.at, body, touches }
          : { method: 'POST', path: `/${resource.path}`, body, touches },
      )
    ).id
  // Some fields have a command of their own. Each goes on from the revision that the one before led to.
  const change = async (base: Row, body: Values) => {
    // Before the first decision there is nothing that could have changed meanwhile.
    let revision = base.revision < 0 ? undefined : base.revision
    for (const part of partsOf(fields, body)) {
      const accepted = await command.mutateAsync({
        method: part.verb ? 'POST' : 'PATCH',
        path: resource.at ?? `/${resource.path}/${base.id}${part.verb ? `/${part.verb}` : ''}`,
        body: part.body,
        ifMatch: revision,
        reason: reason || undefined,
        touches,
      })
      revision = accepted.revision
      setOriginal((before) => before && { ...before, ...part.body, revision: accepted.revision })
    }
    return base.id
  }

  const errorOf = (key: string) =>
    problem?.fields.find(({ field }) => field === key || field.startsWith(`${key}.`))?.message
  const unplaced =
    problem &&
    !problem.fields.some(({ field }) =>
      fields.some(({ key }) => field === key || field.startsWith(`${key}.`)),
    )
  const theirs = problem?.status === 412 && original ? theirsOf(problem, original) : undefined

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save(changes, original)
      }}
    >
      <Stack gap={12}>
        {problem && unplaced && !theirs && (
          <Alert color="red" title={problem.title} role="alert">
            {reasonOf(problem)}
          </Alert>
        )}
        <FieldInputs fields={fields} values={values} onChange={setValues} errorOf={errorOf} />
        {original && (
          <Textarea
            label="Why (optional)"
            description="Kept in the history beside the change"
            autosize
            minRows={1}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Stack>
      <Group justify="flex-end" gap={8} className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={command.isPending} disabled={nothing}>
          {original ? 'Save changes' : `Create ${resource.one}`}
        </Button>
      </Group>
      {theirs && original && (
        <ConflictDialog
          resource={resource}
          original={original}
          mine={changes}
          theirs={theirs.row}
          events={theirs.events}
          onCancel={() => setProblem(undefined)}
          onResolve={(resolved) => {
            setOriginal(theirs.row)
            setValues((before) => ({ ...before, ...pick(theirs.row, Object.keys(before)), ...resolved }))
            void save(resolved, theirs.row)
          }}
        />
      )}
    </form>
  )
}

function pick(row: object, keys: readonly string[]): Values {
  return Object.fromEntries(keys.map((key) => [key, valueIn(row, key) ?? null]))
}

interface Part {
  verb: string | undefined
  body: Values
}

function partsOf(fields: readonly Field[], body: Values): Part[] {
  const verbs = new Map(fields.map(({ key, by }) => [key, by]))
  const plain = Object.fromEntries(Object.entries(body).filter(([key]) => !verbs.get(key)))
  const own = Object.entries(body).flatMap(([key, value]) => {
    const verb = verbs.get(key)
    return verb ? [{ verb, body: { [key]: value } }] : []
  })
  return Object.keys(plain).length > 0 ? [{ verb: undefined, body: plain }, ...own] : own
}
