import { Alert, Button, Drawer, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../api/commands.ts'
import type { Problem } from '../api/problem.ts'
import { useMe } from '../api/session.ts'
import type { Row } from '../api/shapes.ts'
import { done, problemOf, reasonOf } from '../ui/notices.ts'
import { incomplete } from './ask-dialog.tsx'
import { useChange, type Values } from './change.ts'
import { ConflictDialog, theirsOf } from './conflict.tsx'
import { asSent } from './custom-fields.ts'
import { useDraft } from './draft.ts'
import { equal } from './equal.ts'
import type { Field } from './field.ts'
import { FieldInputs } from './field-inputs.tsx'
import classes from './form.module.css'
import { nounOf, type Resource, titleOf, valueIn } from './resource.ts'
import { useShown } from './shown.ts'
import { useOffer } from './undo.tsx'

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

interface Entered {
  /** The record as it was when the person began: what their changes are measured against. */
  original: Row | undefined
  values: Values
  /** Why it is changed. */
  reason: string
}

function FormBody({ resource: whole, row, initial, onClose, onMade }: FormProps) {
  const resource = useShown(whole)
  const fields = resource.fields.filter(({ fixed, once, later }) => !fixed && !(row ? once : later))
  const { draft, setDraft, isKept, restart, end } = useDraft<Entered>(
    JSON.stringify([useMe().id, resource.path, row?.id, initial]),
    () => ({
      original: row,
      values: Object.fromEntries(
        fields.map((field) => [
          field.key,
          (row ? valueIn(row, field.key) : (initial ?? resource.initial)?.[field.key]) ?? nothingIn(field),
        ]),
      ),
      reason: '',
    }),
  )
  const { original, values, reason } = draft
  const enter = (part: Partial<Entered>) => setDraft((before) => ({ ...before, ...part }))
  const setValues = (next: (before: Values) => Values) =>
    setDraft((before) => ({ ...before, values: next(before.values) }))
  const close = () => {
    end()
    onClose()
  }
  const [problem, setProblem] = useState<Problem | undefined>()
  const command = useCommand()
  const { change, isPending } = useChange(resource)
  const offer = useOffer(resource)

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
      const id = base ? await changeAll(base, body) : await create(body)
      if (!base) done(`${nounOf(resource.one)} created`)
      close()
      if (!base) onMade?.(id)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }

  const touches = [resource.model]
  const create = async (body: Values) =>
    (
      await command.mutateAsync(
        resource.at
          ? { method: 'PATCH', path: resource.at, body: asSent(body), touches }
          : { method: 'POST', path: `/${resource.path}`, body: asSent(body), touches },
      )
    ).id
  const changeAll = async (base: Row, body: Values) => {
    let parts = 0
    const onPart = (row: Row) => {
      parts++
      enter({ original: row })
    }
    const after = await change(base, body, { reason: reason || undefined, onPart })
    const words = `${nounOf(resource.one)} changed`
    // What took several commands is taken back one by one, from the history.
    if (parts === 1 && resource.at === undefined) offer(words, after)
    else done(words)
    return after.id
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
        {isKept && (
          <p className={classes.kept} role="status">
            What you had entered is still here.
            <Button variant="subtle" size="compact-xs" onClick={restart}>
              Start over
            </Button>
          </p>
        )}
        {problem && unplaced && !theirs && (
          <Alert color="red" title={problem.title} role="alert">
            {reasonOf(problem)}
          </Alert>
        )}
        <FieldInputs fields={fields} values={values} onChange={setValues} errorOf={errorOf} />
        {!original && resource.Warning && <resource.Warning values={values} />}
        {original && (
          <Textarea
            label="Why (optional)"
            description="Kept in the history beside the change"
            autosize
            minRows={1}
            value={reason}
            onChange={(event) => enter({ reason: event.currentTarget.value })}
          />
        )}
      </Stack>
      <Group justify="flex-end" gap={8} className={classes.foot}>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" loading={command.isPending || isPending} disabled={nothing}>
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
            enter({ original: theirs.row })
            setValues((before) => ({ ...before, ...pick(theirs.row, Object.keys(before)), ...resolved }))
            void save(resolved, theirs.row)
          }}
        />
      )}
    </form>
  )
}

/** A switch that has to say something says no until it is turned on. */
const nothingIn = ({ kind, required }: Field) => (kind === 'yes-no' && required ? false : null)

function pick(row: object, keys: readonly string[]): Values {
  return Object.fromEntries(keys.map((key) => [key, valueIn(row, key) ?? null]))
}
