import { Fragment } from 'react'
import { bySection, type Field } from './field.ts'
import { FieldInput } from './field-input.tsx'
import classes from './form.module.css'

type Values = Readonly<Record<string, unknown>>

/** An input for each field, the first of them ready to be typed into. */
export function FieldInputs({
  fields,
  values,
  onChange,
  errorOf,
}: {
  fields: readonly Field[]
  values: Values
  /** What has become of the values before. */
  onChange: (change: (before: Values) => Record<string, unknown>) => void
  errorOf: (key: string) => string | undefined
}) {
  return bySection(fields).map(([section, some], place) => (
    <Fragment key={section ?? ''}>
      {section !== undefined && <h3 className={classes.section}>{section}</h3>}
      {some.map((field, index) => (
        <FieldInput
          key={field.key}
          field={field}
          value={values[field.key]}
          onChange={(value) => onChange((before) => ({ ...before, [field.key]: value }))}
          error={errorOf(field.key)}
          autoFocus={place === 0 && index === 0}
        />
      ))}
    </Fragment>
  ))
}
