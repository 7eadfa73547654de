import { VisuallyHidden } from '@mantine/core'
import { ArrowRight } from 'lucide-react'
import classes from './differing.module.css'
import { equal } from './equal.ts'
import type { Field } from './field.ts'
import { FieldValue } from './field-value.tsx'
import { valueIn } from './resource.ts'

/** Whether a field says something else in two forms of a record; what is worked out from others says it there. */
export function differs(field: Field, before: object, after: object): boolean {
  return (
    field.kind !== 'shown' && !equal(valueIn(before, field.key) ?? null, valueIn(after, field.key) ?? null)
  )
}

/** A field as it was and as it is. */
export function Differing({ field, before, after }: { field: Field; before: object; after: object }) {
  return (
    <span className={classes.differing}>
      <VisuallyHidden>was</VisuallyHidden>
      <del>
        <FieldValue field={field} value={valueIn(before, field.key)} row={before} plain />
      </del>
      <ArrowRight size={12} aria-label="is" />
      <ins>
        <FieldValue field={field} value={valueIn(after, field.key)} row={after} />
      </ins>
    </span>
  )
}
