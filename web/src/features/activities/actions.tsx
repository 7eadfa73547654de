import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { Check, Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../api/commands.ts'
import { CommandDialog } from '../../records/command-dialog.tsx'
import type { Field } from '../../records/field.ts'
import { RecordForm } from '../../records/form.tsx'
import { useRefusal } from '../../time/write.tsx'
import { done, failed } from '../../ui/notices.ts'
import classes from './activities.module.css'
import type { Activity } from './activity.entry.ts'
import { activityOf } from './activity.tsx'
import { nameOfKind, outcomes, titleOfActivity } from './choices.ts'
import { DurationInput } from './inputs.tsx'
import { DurationValue } from './shown.tsx'

const callFields: readonly Field[] = [
  { key: 'outcome', label: 'Outcome', kind: 'choice', choices: outcomes },
  { key: 'durationSeconds', label: 'Duration', kind: 'own', Show: DurationValue, Input: DurationInput },
  { key: 'purpose', label: 'Purpose', kind: 'text' },
  { key: 'body', label: 'What was said', kind: 'long-text' },
]

type Asked = 'complete' | 'cancel' | 'assign' | 'edit' | null

/** What can be done with an activity, wherever it stands. */
export function useActivityActions(row: Activity) {
  const [asked, setAsked] = useState<Asked>(null)
  const command = useCommand()
  const refusal = useRefusal()
  const close = () => setAsked(null)
  const path = `/activities/${row.id}`
  const send = (verb: string, message: string) =>
    command.mutate(
      { method: 'POST', path: `${path}/${verb}`, touches: ['activity'] },
      {
        onSuccess: () => done(message),
        onError: (error) => failed(`${titleOfActivity(row)} stays as it is`, error),
      },
    )
  /** Of a call it is asked what came of it. */
  const complete = () =>
    row.kind === 'call' ? setAsked('complete') : send('complete', `${nameOfKind(row)} done`)
  const reopen = () => send('reopen', `${nameOfKind(row)} reopened`)
  const dialogs = (
    <>
      {asked === 'complete' && (
        <CommandDialog
          title="How did the call go?"
          path={`${path}/complete`}
          fields={callFields}
          initial={{ outcome: row.outcome, purpose: row.purpose, body: row.body }}
          submit="Log call"
          touches={['activity']}
          onClose={close}
        />
      )}
      {asked === 'cancel' && (
        <CommandDialog
          title={row.status === 'done' ? 'Withdraw this' : 'Cancel this'}
          path={`${path}/cancel`}
          fields={[{ key: 'reason', label: 'Why?', kind: 'text' }]}
          submit={row.status === 'done' ? 'Withdraw' : 'Cancel it'}
          grave
          touches={['activity']}
          onClose={close}
        >
          It stays in the history, and can be reopened.
        </CommandDialog>
      )}
      {asked === 'assign' && (
        <CommandDialog
          title="Give it to somebody"
          path={`${path}/assign`}
          fields={[{ key: 'assigneeId', label: 'To', kind: 'ref', model: 'user', required: true }]}
          initial={{ assigneeId: row.assigneeId }}
          submit="Assign"
          touches={['activity']}
          onClose={close}
        />
      )}
      <RecordForm resource={activityOf(row.kind)} row={row} opened={asked === 'edit'} onClose={close} />
    </>
  )
  return { ask: setAsked, complete, reopen, refusal, dialogs, isPending: command.isPending }
}

export type ActivityActions = ReturnType<typeof useActivityActions>

/** The round button that says it is done. */
export function DoneButton({ row, actions }: { row: Activity; actions: ActivityActions }) {
  const why = actions.refusal('activity.complete')
  return (
    <Tooltip label={why ?? 'Done'}>
      <ActionIcon
        variant="default"
        radius="xl"
        size={20}
        className={classes.done}
        aria-label={`Done: ${titleOfActivity(row)}`}
        loading={actions.isPending}
        {...(why !== undefined && { 'data-disabled': true })}
        onClick={() => {
          if (!why) actions.complete()
        }}
      >
        <Check size={12} />
      </ActionIcon>
    </Tooltip>
  )
}

/** Everything else. */
export function ActivityMenu({ row, actions }: { row: Activity; actions: ActivityActions }) {
  const { refusal, ask, reopen } = actions
  const off = (permission: string) => refusal(permission) !== undefined
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={22} aria-label={`More: ${titleOfActivity(row)}`}>
          <Ellipsis size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {row.status !== 'cancelled' && (
          <Menu.Item disabled={off('activity.change')} onClick={() => ask('edit')}>
            Edit
          </Menu.Item>
        )}
        {row.status === 'open' && (
          <Menu.Item disabled={off('activity.assign')} onClick={() => ask('assign')}>
            Assign
          </Menu.Item>
        )}
        {(row.status === 'cancelled' || (row.status === 'done' && row.kind !== 'note')) && (
          <Menu.Item disabled={off('activity.reopen')} onClick={reopen}>
            Reopen
          </Menu.Item>
        )}
        {row.status !== 'cancelled' && (
          <Menu.Item disabled={off('activity.cancel')} onClick={() => ask('cancel')}>
            {row.status === 'done' ? 'Withdraw' : 'Cancel'}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
