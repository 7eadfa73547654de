import { Button, Menu } from '@mantine/core'
import { ArrowRightLeft, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import type { Lead } from '../lead.entry.ts'
import { lead } from '../lead.tsx'
import { AsideDialog, type Way } from './aside.tsx'
import { Assignment } from './assignment.tsx'
import { Checks } from './checks.tsx'
import { Conversion } from './conversion.tsx'
import { ConvertDialog } from './convert.tsx'
import classes from './lead.module.css'
import { Progress } from './progress.tsx'
import { criteria, QualifyDialog } from './qualify.tsx'
import { Recommendations } from './recommendations.tsx'
import { Score } from './score.tsx'
import { Submission } from './submission.tsx'
import { UndoConversionDialog } from './undo-conversion.tsx'

type Asked = 'qualify' | 'convert' | 'undo' | Way | 'reopen' | 'assign' | null

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
          {asked === 'undo' && <UndoConversionDialog row={row} onClose={close} />}
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
          {(asked === 'disqualify' || asked === 'recycle') && (
            <AsideDialog row={row} way={asked} onClose={close} />
          )}
        </>
      )}
      above={(row) => <Conversion row={row} />}
      aside={(row) => (
        <>
          <Checks row={row} />
          <Submission row={row} />
          <Score row={row} />
          <Assignment row={row} />
          <Qualification row={row} />
          <Recommendations row={row} />
          <Progress row={row} />
        </>
      )}
    />
  )
}

/** Undoes that it was set aside. */
function PutBack({ row: { id } }: { row: Lead }) {
  const send = useSend(id)
  return (
    <WriteButton
      variant="default"
      permission="lead.reopen"
      loading={send.isPending}
      onClick={() => send.to('put-back')}
    >
      Put back
    </WriteButton>
  )
}

/** What needs no word of whoever asks for it. */
function useSend(id: string) {
  const { mutate, isPending } = useCommand()
  const to = (verb: string) =>
    mutate(
      { method: 'POST', path: `/leads/${id}/${verb}`, touches: ['lead'] },
      { onError: (error) => failed('The lead stays as it is', error) },
    )
  return { to, isPending }
}

function LeadActions({ row, onAsk }: { row: Lead; onAsk: (asked: Asked) => void }) {
  const send = useSend(row.id)
  const refusal = useRefusal()
  if (row.status === 'converted')
    return (
      <WriteButton
        variant="default"
        permission="lead.convert"
        loading={row.reverting ?? false}
        onClick={() => onAsk('undo')}
      >
        Undo conversion
      </WriteButton>
    )
  if (row.status === 'disqualified') {
    return (
      <>
        <PutBack row={row} />
        <WriteButton variant="default" permission="lead.reopen" onClick={() => onAsk('reopen')}>
          Reopen
        </WriteButton>
      </>
    )
  }
  if (row.status === 'recycled') {
    return (
      <>
        <PutBack row={row} />
        <WriteButton variant="default" permission="lead.recycle" onClick={() => onAsk('recycle')}>
          Another day
        </WriteButton>
        <WriteButton permission="lead.wake" onClick={() => send.to('wake')} loading={send.isPending}>
          Take up now
        </WriteButton>
      </>
    )
  }
  return (
    <>
      {row.status === 'new' && (
        <WriteButton
          variant="default"
          permission="lead.change"
          loading={send.isPending}
          onClick={() => send.to('claim')}
        >
          Take it up
        </WriteButton>
      )}
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
          <Menu.Item disabled={refusal('lead.assign') !== undefined} onClick={() => send.to('route')}>
            Assign by the rules
          </Menu.Item>
          <Menu.Item disabled={refusal('lead.recycle') !== undefined} onClick={() => onAsk('recycle')}>
            Put off
          </Menu.Item>
          <Menu.Item disabled={refusal('lead.disqualify') !== undefined} onClick={() => onAsk('disqualify')}>
            Disqualify
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

function Qualification({ row: { qualification, judgedBy } }: { row: Lead }) {
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
      {judgedBy && (
        <p className={classes.note}>
          Decided by the rule “{judgedBy.name}” of version {judgedBy.version}.
        </p>
      )}
    </Panel>
  )
}
