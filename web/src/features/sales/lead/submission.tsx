import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import type { Lead } from '../lead.entry.ts'
import classes from './lead.module.css'

/** What came with a lead by a form. */
export function Submission({ row }: { row: Lead }) {
  const { formId, page, utm, message, consent } = row
  if (!formId) return null
  const came = Object.entries(utm ?? {}).map(([name, value]) => `${name} ${value}`)
  return (
    <Panel title="By a form">
      <dl className={classes.answers}>
        <div>
          <dt>Form</dt>
          <dd>
            <Reference model="leadForm" id={formId} />
          </dd>
        </div>
        {page && (
          <div>
            <dt>Page</dt>
            <dd>{page}</dd>
          </div>
        )}
        {came.length > 0 && (
          <div>
            <dt>UTM</dt>
            <dd>{came.join(', ')}</dd>
          </div>
        )}
        {message && (
          <div>
            <dt>Message</dt>
            <dd>{message}</dd>
          </div>
        )}
        <div>
          <dt>Consent</dt>
          <dd>{consent ? `${consent.purpose}, wording ${consent.textVersion}` : 'None was given'}</dd>
        </div>
        {row.toConfirm && (
          <div>
            <dt>Confirmed</dt>
            <dd>
              <Confirmed row={row} />
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  )
}

function Confirmed({ row: { confirmedAt, confirmationAskedAt } }: { row: Lead }) {
  if (confirmedAt) return <InstantValue at={confirmedAt} />
  if (!confirmationAskedAt) return <>Not asked: no mail has gone out</>
  return (
    <>
      Not yet, asked <InstantValue at={confirmationAskedAt} />
    </>
  )
}
