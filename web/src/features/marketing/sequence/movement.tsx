import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Criterion } from '../../../records/criteria/criterion.ts'
import { Report } from '../../../records/report.tsx'
import { count } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { statuses as stages } from '../../sales/lead.tsx'
import { exits } from '../enrolment.tsx'
import type { SequenceMovement } from '../sequence.entry.ts'

const is = (field: string, value: unknown): Criterion => ({ field, operator: 'is', value })
const stageOf = (stage: string) => stages.find(({ value }) => value === stage)?.label ?? stage

/** How many entered, where they are, why they left, and how leads moved through the stages. */
export function Movement({ id }: { id: string }) {
  /** So many people, and the way to exactly these. */
  const people = (many: number, ...which: readonly Criterion[]) =>
    many === 0 ? (
      '0'
    ) : (
      <Link
        to="/$path"
        params={{ path: 'enrolments' }}
        search={{ where: JSON.stringify({ all: [is('sequenceId', id), ...which] }) }}
      >
        {count(many)}
      </Link>
    )
  return (
    <Report<SequenceMovement>
      model="enrolment mailingRecipient lead"
      title="How they move"
      path={`/sequences/${id}/movement`}
    >
      {(found) =>
        found.entered === 0 ? (
          <Quiet>Nobody has entered yet.</Quiet>
        ) : (
          <>
            <Text size="sm" role="status">
              {people(found.entered ?? 0)} entered: {people(found.active, is('status', 'active'))} inside,{' '}
              {people(found.paused ?? 0, is('status', 'paused'))} paused,{' '}
              {people(found.completed, is('status', 'done'))} through to the end,{' '}
              {people(found.converted, { related: 'lead', where: is('status', 'converted') })} converted.
            </Text>
            {found.left.length > 0 && (
              <Table label="Who left" head={['Left, because', 'People']}>
                {found.left.map(({ reason, count: many }) => (
                  <tr key={reason}>
                    <td>{exits.find(({ value }) => value === reason)?.label}</td>
                    <td data-right>{people(many, is('exit', reason))}</td>
                  </tr>
                ))}
              </Table>
            )}
            {found.places.length > 0 && (
              <Table label="By step" head={['Version', 'Step', 'Here', 'Sent', 'Left out', 'Responded']}>
                {found.places.map((one) => (
                  <tr key={`${one.version} ${one.step}`}>
                    <td>{one.version}</td>
                    <td>{one.step + 1}</td>
                    <td data-right>{people(one.here, ...at(one))}</td>
                    <td data-right>{count(one.sent)}</td>
                    <td data-right>{count(one.leftOut)}</td>
                    <td data-right>{count(one.responded)}</td>
                  </tr>
                ))}
              </Table>
            )}
            {found.moves.length > 0 && (
              <Table label="Leads by stage" head={['Came as', 'Now', 'Leads']}>
                {found.moves.map(({ from, to, count: many }) => (
                  <tr key={`${from} ${to}`}>
                    <td>{stageOf(from)}</td>
                    <td>{stageOf(to)}</td>
                    <td data-right>
                      {people(many, is('stage', from), { related: 'lead', where: is('status', to) })}
                    </td>
                  </tr>
                ))}
              </Table>
            )}
          </>
        )
      }
    </Report>
  )
}

/** Who is at a step or waits after it: a wait is behind them as soon as it begins. */
function at({ version = 0, step }: SequenceMovement['places'][number]): Criterion[] {
  return [
    is('version', version),
    { field: 'status', operator: 'one-of', value: ['active', 'paused'] },
    {
      any: [
        { all: [is('step', step), { field: 'until', operator: 'unknown' }] },
        { all: [is('step', step + 1), { field: 'until', operator: 'known' }] },
      ],
    },
  ]
}
