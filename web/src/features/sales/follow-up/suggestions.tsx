import { Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useCommand } from '../../../api/commands.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { formatsNow } from '../../../ui/formats.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { dateAt } from '../../../ui/zone.ts'
import type { FollowUps, Suggestion } from '../follow-up.entry.ts'

const dayMs = 86_400_000

/** Who is to be followed up, most urgent first, with what there is to do about each (COM-25). */
export function Suggestions({ title, all = false, limit }: { title: string; all?: boolean; limit: number }) {
  // Whatever changes what is suggested.
  useLive('followUp')
  useLive('activity')
  useLive('conversation')
  useLive('quote')
  useLive('opportunity')
  useLive('lead')
  useLive('account')
  return (
    <Report<FollowUps>
      model="followUp"
      title={title}
      path="/follow-up-suggestions"
      parameters={{ all, limit }}
    >
      {({ items, method }) => (
        <>
          {items.length === 0 ? (
            <Quiet>Nobody waits, nothing ends, and nothing was quiet for too long.</Quiet>
          ) : (
            <Table label={`${title}, table`} head={['Who', 'Why', ...(all ? ['Whose'] : []), '']}>
              {items.map((one) => (
                <tr key={`${one.reason} ${one.recordId}`}>
                  <td>
                    <Reference model={one.model ?? ''} id={one.recordId ?? ''} name={one.name ?? null} />
                  </td>
                  <td>{one.words}</td>
                  {all && <td>{one.ownerName}</td>}
                  <td>
                    <Turns of={one} />
                  </td>
                </tr>
              ))}
            </Table>
          )}
          <Quiet>{method}</Quiet>
        </>
      )}
    </Report>
  )
}

function Turns({ of }: { of: Suggestion }) {
  const command = useCommand()
  const { reason, model, recordId, since, task, regarding } = of
  const send = (path: string, body: object, words: string) =>
    command.mutate(
      { method: 'POST', path, body, touches: ['followUp', 'activity'] },
      { onSuccess: () => done(words), onError: (error) => failed('It stays as it is', error) },
    )
  const aside = (days: number | null) =>
    send(
      '/follow-ups',
      {
        reason,
        model,
        recordId,
        since,
        until: days === null ? null : new Date(Date.now() + days * dayMs).toISOString(),
      },
      'Set aside',
    )
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <WriteButton
        size="compact-xs"
        permission="activity.add"
        loading={command.isPending}
        onClick={() =>
          send(
            '/activities',
            {
              kind: 'task',
              subject: task,
              due: { day: dateAt(new Date(), formatsNow().timeZone) },
              regarding: [regarding],
            },
            'It is a task for today',
          )
        }
      >
        Task
      </WriteButton>
      <WriteButton
        size="compact-xs"
        variant="default"
        permission="followUp.set-aside"
        onClick={() => aside(7)}
      >
        In a week
      </WriteButton>
      <WriteButton
        size="compact-xs"
        variant="subtle"
        permission="followUp.set-aside"
        onClick={() => aside(null)}
      >
        Dismiss
      </WriteButton>
    </Group>
  )
}

/** One's own, on the home page. */
export function FollowUpWidget({ title }: { title: string }) {
  return (
    <>
      <Suggestions title={title} limit={5} />
      <Link to="/$path" params={{ path: 'follow-up' }}>
        All to follow up
      </Link>
    </>
  )
}
