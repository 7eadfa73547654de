import { Alert } from '@mantine/core'
import { Check, LoaderCircle } from 'lucide-react'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { day } from '../../../ui/format.ts'
import type { Lead } from '../lead.entry.ts'
import classes from './lead.module.css'

/** What a conversion has made so far, while it runs and ever after. */
export function Conversion({ row }: { row: Lead }) {
  useLive('account', 'contact', 'opportunity')
  if (row.status === 'disqualified')
    return <p className={classes.note}>Disqualified: {row.disqualifiedReason}</p>
  if (row.status === 'recycled')
    return (
      <p className={classes.note}>
        Put off until {row.wakeOn && day(row.wakeOn)}: {row.recycledReason}
      </p>
    )
  if (row.conversionError) {
    return (
      <Alert color="red" mt={8} title="The conversion did not work">
        {row.conversionError} Nothing is lost: the lead is as it was. Convert again when that is settled.
      </Alert>
    )
  }
  if (!row.converting && !row.converted) return null
  if (row.reversionError)
    return (
      <Alert color="red" mt={8} title="The conversion was not undone">
        {row.reversionError} Everything is as it was.
      </Alert>
    )
  const made = row.converted
  const steps = [
    { label: 'Account', model: 'account', id: made?.accountId },
    { label: 'Contact', model: 'contact', id: made?.contactId },
    { label: 'Opportunity', model: 'opportunity', id: made?.opportunityId },
  ].filter(({ id }) => !made || id)
  return (
    <ol className={classes.steps} aria-label="Conversion" aria-busy={row.converting}>
      {steps.map(({ label, model, id }) => (
        <li key={model} data-done={Boolean(id)}>
          {id ? (
            <Check size={14} aria-hidden />
          ) : (
            <LoaderCircle size={14} className={classes.turning} aria-hidden />
          )}
          {label}
          {id ? (
            <strong>
              <Reference model={model} id={id} />
            </strong>
          ) : (
            <span>being made</span>
          )}
        </li>
      ))}
    </ol>
  )
}
