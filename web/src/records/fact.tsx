import { ActionIcon, Button, Group, VisuallyHidden } from '@mantine/core'
import { Pencil } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Problem } from '../api/problem.ts'
import type { Row } from '../api/shapes.ts'
import { problemOf, reasonOf } from '../ui/notices.ts'
import { incomplete } from './ask-dialog.tsx'
import { useChange } from './change.ts'
import { ConflictDialog, theirsOf } from './conflict.tsx'
import { Differing, differs } from './differing.tsx'
import { equal } from './equal.ts'
import classes from './fact.module.css'
import type { Field } from './field.ts'
import { FieldInput } from './field-input.tsx'
import { FieldValue } from './field-value.tsx'
import { type Resource, valueIn } from './resource.ts'
import { useOffer } from './undo.tsx'

interface FactProps {
  field: Field
  row: Row
  /** What kind of record it is of; undefined: nobody enters it here. */
  resource: Resource | undefined
  /** What the record is compared with. */
  former?: Row | undefined
}

/** One fact of a record under its name. Where it may be changed, it is entered where it stands. */
export function Fact({ field, row, resource, former }: FactProps) {
  const [isEntering, setEntering] = useState(false)
  if (isEntering && resource)
    return <Entry field={field} row={row} resource={resource} onClose={() => setEntering(false)} />
  return (
    <Shown field={field}>
      {former && differs(field, former, row) ? (
        <Differing field={field} before={former} after={row} />
      ) : (
        <FieldValue field={field} value={valueIn(row, field.key)} row={row} />
      )}
      {resource && (
        <ActionIcon className={classes.change} variant="subtle" size={20} onClick={() => setEntering(true)}>
          <Pencil size={12} aria-hidden />
          <VisuallyHidden>Change {field.label}</VisuallyHidden>
        </ActionIcon>
      )}
    </Shown>
  )
}

function Shown({ field, busy, children }: { field: Field; busy?: boolean; children: ReactNode }) {
  return (
    <div className={classes.fact} data-wide={field.kind === 'long-text'} aria-busy={busy}>
      <dt>{field.label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What is entered stands there as soon as it is sent. Where it is refused it is in the input again, with why. */
function Entry({ field, row, resource, onClose }: FactProps & { resource: Resource; onClose: () => void }) {
  const { key, label } = field
  // The record as it was when the person began.
  const [original, setOriginal] = useState(row)
  const [value, setValue] = useState<unknown>(valueIn(row, key) ?? null)
  const [problem, setProblem] = useState<Problem | undefined>()
  const { change, isPending } = useChange(resource)
  const offer = useOffer(resource)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (!isPending) form.current?.querySelector<HTMLElement>('input, textarea, button')?.focus()
  }, [isPending])

  const save = async (base: Row, entered: unknown) => {
    setProblem(undefined)
    if (equal(entered, valueIn(base, key) ?? null)) return onClose()
    if (field.required && entered === null) return setProblem(incomplete([field]))
    try {
      const after = await change(base, { [key]: entered })
      offer(`${label} changed`, after)
      onClose()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }

  if (isPending)
    return (
      <Shown field={field} busy>
        <FieldValue field={field} value={value} row={{}} />
      </Shown>
    )
  const theirs = problem?.status === 412 ? theirsOf(problem, original) : undefined
  return (
    <div className={classes.entry}>
      <VisuallyHidden component="dt">{label}</VisuallyHidden>
      <dd>
        <form
          ref={form}
          aria-label={`Change ${label}`}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void save(original, value)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.defaultPrevented) onClose()
          }}
        >
          <FieldInput
            field={field}
            value={value}
            onChange={setValue}
            error={theirs ? undefined : problem && reasonOf(problem)}
          />
          <Group gap={6} mt={6}>
            <Button type="submit" size="compact-xs">
              Save
            </Button>
            <Button variant="default" size="compact-xs" onClick={onClose}>
              Cancel
            </Button>
          </Group>
          {theirs && (
            <ConflictDialog
              resource={resource}
              original={original}
              mine={{ [key]: value }}
              theirs={theirs.row}
              events={theirs.events}
              onCancel={() => setProblem(undefined)}
              onResolve={(resolved) => {
                setOriginal(theirs.row)
                void save(theirs.row, key in resolved ? resolved[key] : value)
              }}
            />
          )}
        </form>
      </dd>
    </div>
  )
}
