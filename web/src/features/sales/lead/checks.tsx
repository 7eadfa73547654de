import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useOffer } from '../../../records/undo.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useView } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { lead as entry, type Lead } from '../lead.entry.ts'
import classes from './lead.module.css'

type Told = Replies['/leads/{id}/checks']

const marks = {
  pass: <CircleCheck size={12} aria-label="Passed" />,
  warn: <TriangleAlert size={12} aria-label="Warning" />,
  fail: <CircleX size={12} aria-label="Failed" />,
}

/** Whether there is somebody behind a lead: what was looked at, and what a person says of it (LEAD-09). */
export function Checks({ row }: { row: Lead }) {
  const view = useView()
  const { data, error, refetch } = useQuery(derivedQuery<Told>('lead', `/leads/${row.id}/checks`, {}, view))
  const { checks = [], twins = [] } = data ?? {}
  const command = useCommand()
  const offer = useOffer(entry)
  if (row.genuineness === undefined) return null
  const ask = (verb: string, body: object, said: string) =>
    command.mutate(
      { method: 'POST', path: `/leads/${row.id}/${verb}`, body: { ...body }, touches: ['lead'] },
      {
        onSuccess: (accepted) => offer(said, accepted),
        onError: (problem) => failed('The lead stays as it is', problem),
      },
    )
  const review = (genuine: boolean) =>
    ask('review', { genuine }, genuine ? 'Accepted as genuine' : 'Rejected as not genuine')
  return (
    <Panel title="Genuineness" aside={row.genuineness !== null && <strong>{row.genuineness} of 100</strong>}>
      {error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Waiting rows={3} label="Loading what was checked" />
      ) : checks.length === 0 ? (
        <p className={classes.note}>It was not checked yet.</p>
      ) : (
        <table className={classes.reasons} aria-label="What was checked">
          <tbody>
            {checks.map(({ check, result, text, points }) => (
              <tr key={check} data-result={result}>
                <td>
                  {marks[result]} {text}
                </td>
                <td>{points > 0 ? `−${points}` : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {twins.length > 0 && (
        <p className={classes.note}>
          Alike:{' '}
          {twins.map(({ model, id }) => (
            <span key={id}>
              <Reference model={model} id={id} />{' '}
            </span>
          ))}
        </p>
      )}
      <p className={classes.note}>
        {said[row.review ?? 'none']}{' '}
        {data?.checkedAt && (
          <>
            Checked <InstantValue at={data.checkedAt} />.
          </>
        )}
      </p>
      {row.status !== 'converted' && (
        <Group gap={8} mt={8}>
          {row.review !== 'genuine' && (
            <WriteButton
              size="xs"
              variant="default"
              permission="lead.review"
              loading={command.isPending}
              onClick={() => review(true)}
            >
              Genuine
            </WriteButton>
          )}
          {row.review !== 'not-genuine' && (
            <WriteButton
              size="xs"
              variant="default"
              permission="lead.review"
              loading={command.isPending}
              onClick={() => review(false)}
            >
              Not genuine
            </WriteButton>
          )}
          <WriteButton
            size="xs"
            variant="default"
            permission="lead.check"
            loading={command.isPending}
            onClick={() => ask('check', {}, 'Checked anew')}
          >
            Check anew
          </WriteButton>
        </Group>
      )}
    </Panel>
  )
}

const said = {
  due: 'Something has failed: say whether it is genuine. Until then the rules give it to nobody.',
  genuine: 'Somebody has said that it is genuine.',
  'not-genuine': 'Somebody has said that it is not genuine.',
  none: '',
}
