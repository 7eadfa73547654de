import { Alert, Button, Group } from '@mantine/core'
import { CalendarPlus } from 'lucide-react'
import { useCommand } from '../../../api/commands.ts'
import { useMe } from '../../../api/session.ts'
import { RecordPage, useRecord } from '../../../records/page.tsx'
import { Related } from '../../../records/related.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { dayAndTime } from '../../../ui/format.ts'
import { failed } from '../../../ui/notices.ts'
import { useShortcuts } from '../../../ui/shortcuts.ts'
import { useActivityActions } from '../actions.tsx'
import type { Activity } from '../activity.entry.ts'
import { activity, activityOf } from '../activity.tsx'
import { labelOf, responses } from '../choices.ts'

export function ActivityPage({ id }: { id: string }) {
  const { row } = useRecord<Activity>(activity, id)
  return (
    <RecordPage resource={activityOf(row?.kind)} id={id} actions={(of) => <Actions row={of} />}>
      {(of) => (
        <>
          <Proposals row={of} />
          <Related
            model="activity"
            title="Follow-ups"
            where={{ followsId: of.id }}
            columns={['status', 'dueAt', 'assigneeId']}
            empty="Nothing follows this up."
          />
        </>
      )}
    </RecordPage>
  )
}

/** Who was invited asks for another time: whoever may move it does, or leaves it. */
function Proposals({ row }: { row: Activity }) {
  const command = useCommand()
  const asked = (row.participants ?? []).filter(({ proposal }) => proposal)
  if (row.status !== 'open') return null
  const move = ({ startsAt, endsAt }: { startsAt?: string; endsAt?: string | null }) => {
    const length = Date.parse(row.endsAt ?? row.startsAt ?? '') - Date.parse(row.startsAt ?? '')
    const end = endsAt ?? new Date(Date.parse(startsAt ?? '') + length).toISOString()
    command.mutate(
      {
        method: 'PATCH',
        path: `/activities/${row.id}`,
        body: { startsAt, endsAt: end },
        ifMatch: row.revision,
        touches: ['activity'],
      },
      { onError: (error) => failed('It stays when it is', error) },
    )
  }
  return asked.map(({ id, name, proposal }) => (
    <Alert key={id} title={`${name ?? 'Somebody who was invited'} asks for another time`}>
      <Group gap={12}>
        {dayAndTime(new Date(proposal?.startsAt ?? ''))} {proposal?.note}
        <WriteButton permission="activity.change" onClick={() => move(proposal ?? {})}>
          Move it there
        </WriteButton>
      </Group>
    </Alert>
  ))
}

function Actions({ row }: { row: Activity }) {
  const actions = useActivityActions(row)
  const { status, kind } = row
  const assigns = status === 'open' && actions.refusal('activity.assign') === undefined
  useShortcuts('Activity', assigns ? [{ label: 'Assign', run: () => actions.ask('assign') }] : [])
  return (
    <>
      <Answer row={row} />
      {row.startsAt && kind !== 'note' && (
        <Button
          component="a"
          href={`/api/activities/${row.id}/calendar`}
          download
          variant="default"
          leftSection={<CalendarPlus size={14} />}
        >
          To my calendar
        </Button>
      )}
      {status === 'open' && (
        <WriteButton permission="activity.complete" onClick={actions.complete}>
          Done
        </WriteButton>
      )}
      {(status === 'cancelled' || (status === 'done' && kind !== 'note')) && (
        <WriteButton variant="default" permission="activity.reopen" onClick={actions.reopen}>
          Reopen
        </WriteButton>
      )}
      {status !== 'cancelled' && (
        <WriteButton variant="default" permission="activity.cancel" onClick={() => actions.ask('cancel')}>
          {status === 'done' ? 'Withdraw' : 'Cancel'}
        </WriteButton>
      )}
      {actions.dialogs}
    </>
  )
}

/** Whoever was invited says whether they come. */
function Answer({ row }: { row: Activity }) {
  const me = useMe().id
  const command = useCommand()
  const mine = row.participants?.find(({ model, id }) => model === 'user' && id === me)
  if (!mine || row.status !== 'open') return null
  const answer = (response: string) =>
    command.mutate(
      { method: 'POST', path: `/activities/${row.id}/respond`, body: { response }, touches: ['activity'] },
      { onError: (error) => failed('Your answer was not recorded', error) },
    )
  return (
    <Button.Group>
      {responses.map(({ value }) => (
        <WriteButton
          key={value}
          variant={mine.response === value ? 'light' : 'default'}
          permission="activity.respond"
          onClick={() => answer(value)}
        >
          {value === 'accepted' ? 'Accept' : value === 'declined' ? 'Decline' : labelOf(responses, value)}
        </WriteButton>
      ))}
    </Button.Group>
  )
}
