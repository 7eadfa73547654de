import { Alert, Button, Menu } from '@mantine/core'
import { ArrowRightLeft, Check, ChevronDown, LoaderCircle } from 'lucide-react'
import { useState } from 'react'
import { useLive } from '../../../live/live.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import type { Lead } from '../lead.entry.ts'
import { lead } from '../lead.tsx'
import { ConvertDialog } from './convert.tsx'
import classes from './lead.module.css'
import { criteria, QualifyDialog } from './qualify.tsx'
import { Score } from './score.tsx'

type Asked = 'qualify' | 'convert' | 'disqualify' | 'reopen' | 'assign' | null

export function LeadPage({ id }: { id: string }) {
  const [asked, setAsked] = useState<Asked>(null)
  const close = () => setAsked(null)
  return (
    <RecordPage
      resource={lead}
      id={id}
      actions={(row) => (
        <>
          <LeadActions row={row} onAsk={setAsked} />
          {asked === 'qualify' && <QualifyDialog row={row} onClose={close} />}
          {asked === 'convert' && <ConvertDialog row={row} onClose={close} />}
          {asked === 'assign' && (
            <CommandDialog
              title="Assign this lead"
              path={`/leads/${row.id}/assign`}
              fields={[{ key: 'ownerId', label: 'To', kind: 'ref', model: 'user', required: true }]}
              initial={{ ownerId: row.ownerId }}
              submit="Assign"
              touches={['lead']}
              onClose={close}
            />
          )}
          {asked === 'reopen' && (
            <CommandDialog
              title="Reopen this lead"
              path={`/leads/${row.id}/reopen`}
              fields={[{ key: 'reason', label: 'Why?', kind: 'text', hint: 'As in “they called again”' }]}
              submit="Reopen"
              touches={['lead']}
              onClose={close}
            />
          )}
          {asked === 'disqualify' && (
            <CommandDialog
              title="Disqualify this lead"
              path={`/leads/${row.id}/disqualify`}
              fields={[
                {
                  key: 'reason',
                  label: 'Reason',
                  kind: 'listed',
                  list: 'lead-disqualification',
                  required: true,
                },
              ]}
              submit="Disqualify"
              grave
              touches={['lead']}
              onClose={close}
            />
          )}
        </>
      )}
      above={(row) => <Conversion row={row} />}
      aside={(row) => (
        <>
          <Score row={row} />
          <Qualification row={row} />
        </>
      )}
    />
  )
}

function LeadActions({ row, onAsk }: { row: Lead; onAsk: (asked: Asked) => void }) {
  const refusal = useRefusal()
  if (row.status === 'converted') return null
  if (row.status === 'disqualified') {
    return (
      <WriteButton variant="default" permission="lead.reopen" onClick={() => onAsk('reopen')}>
        Reopen
      </WriteButton>
    )
  }
  return (
    <>
      <WriteButton
        permission="lead.convert"
        leftSection={<ArrowRightLeft size={14} />}
        refusal={
          row.status === 'qualified' ? undefined : 'Only a qualified lead can be converted; qualify it first.'
        }
        onClick={() => onAsk('convert')}
        loading={row.converting ?? false}
        variant={row.status === 'qualified' ? 'filled' : 'default'}
      >
        Convert
      </WriteButton>
      <WriteButton
        permission="lead.qualify"
        variant={row.status === 'qualified' ? 'default' : 'filled'}
        onClick={() => onAsk('qualify')}
      >
        Qualify
      </WriteButton>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<ChevronDown size={14} />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={refusal('lead.assign') !== undefined} onClick={() => onAsk('assign')}>
            Assign
          </Menu.Item>
          <Menu.Item disabled={refusal('lead.disqualify') !== undefined} onClick={() => onAsk('disqualify')}>
            Disqualify
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

/** What a conversion has made so far, while it runs and ever after. */
function Conversion({ row }: { row: Lead }) {
  useLive('account', 'contact', 'opportunity')
  if (row.status === 'disqualified')
    return <p className={classes.note}>Disqualified: {row.disqualifiedReason}</p>
  if (row.conversionError) {
    return (
      <Alert color="red" mt={8} title="The conversion did not work">
        {row.conversionError} Nothing is lost: the lead is as it was. Convert again when that is settled.
      </Alert>
    )
  }
  if (!row.converting && !row.converted) return null
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

function Qualification({ row: { qualification } }: { row: Lead }) {
  if (!qualification) return null
  return (
    <Panel title="Qualification">
      <dl className={classes.answers}>
        {criteria.map(({ key, label }) => (
          <div key={key} data-known={Boolean(qualification[key])}>
            <dt>{label}</dt>
            <dd>{qualification[key] ?? 'Not known yet'}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
