import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { post } from '../../../api/client.ts'
import type { Job } from '../../../api/models.ts'
import { Reference } from '../../../records/field-value.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { count, counted, sentence } from '../../../ui/format.ts'
import { JobProgress, useJob } from '../../../ui/job.tsx'
import { reasonOf } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import type { RuleContent, RuleSet } from '../rule-set.entry.ts'
import { AssignmentOutcome, type AssignmentResult } from './assignment.tsx'
import { QualificationOutcome, type QualificationResult } from './qualification.tsx'
import { WorkflowOutcome, type WorkflowResult } from './workflow.tsx'

interface Result {
  days: number
  decisions: number
  leads: number
  scores: number
  heats: number
  moves: readonly { from: string; to: string; decisions: number; leads: number }[]
  rules: readonly { id: string; name: string; was: number; would: number }[]
  examples: readonly {
    leadId: string
    at: string
    was: { score: number; heat: string }
    would: { score: number; heat: string }
    rules: readonly { id: string; name: string; was: number; would: number }[]
  }[]
}

/** What these rules would have decided on what was decided of late. Nothing is written. */
export function Trial({
  row,
  content,
  onClose,
}: {
  row: RuleSet
  content: RuleContent
  onClose: () => void
}) {
  const [days, setDays] = useState(90)
  const [error, setError] = useState<unknown>()
  const [started, setStarted] = useState<Job | null>(null)
  const job = useJob(started)
  const start = async () => {
    setError(undefined)
    try {
      setStarted(await post<Job>(`/rule-sets/${row.id}/try`, { content, days }))
    } catch (refusal) {
      setStarted(null)
      setError(refusal)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title="Try these rules"
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap={12}>
        <Group gap={8} align="flex-end">
          <NumericInput
            label="On what was decided in the last"
            unit="days"
            w={260}
            min={1}
            max={3660}
            value={days}
            onChange={(next) => setDays(next ?? Number.NaN)}
          />
          <Button onClick={() => void start()} loading={job?.state === 'running'}>
            Try
          </Button>
        </Group>
        {error !== undefined && (
          <Alert color="red" role="alert" title="These rules cannot be tried">
            {reasonOf(error)}
          </Alert>
        )}
        {job && <JobProgress job={job} label="Trying" />}
        {job?.state === 'done' &&
          (row.purpose === 'lead-assignment' ? (
            <AssignmentOutcome result={job.result as AssignmentResult} />
          ) : row.purpose === 'workflow' ? (
            <WorkflowOutcome result={job.result as WorkflowResult} />
          ) : row.purpose === 'lead-qualification' ? (
            <QualificationOutcome result={job.result as QualificationResult} />
          ) : (
            <Outcome result={job.result as Result} />
          ))}
      </Stack>
    </Modal>
  )
}

function Outcome({ result }: { result: Result }) {
  const { decisions, leads, scores, heats, moves, rules, examples, days } = result
  if (decisions === 0)
    return <Quiet>Nothing that you may see was scored in the last {counted(days, 'day', 'days')}.</Quiet>
  const moved = moves.filter(({ from, to }) => from !== to)
  return (
    <Stack gap={12} aria-label="What would have been decided" role="status">
      <div>
        Of {counted(decisions, 'score', 'scores')} given to {counted(leads, 'lead', 'leads')} that you may
        see, {count(scores)} would have been another, and {count(heats)} another heat. Nothing was written.
      </div>
      {moved.length > 0 && (
        <Table label="Other heats" head={['Was', 'Would be', 'Scores', 'Leads as they stand']}>
          {moved.map(({ from, to, decisions: some, leads: standing }) => (
            <tr key={`${from} ${to}`}>
              <td>{sentence(from)}</td>
              <td>{sentence(to)}</td>
              <td>{count(some)}</td>
              <td>{count(standing)}</td>
            </tr>
          ))}
        </Table>
      )}
      <Table label="How often rules hold" head={['Rule', 'Held', 'Would hold']}>
        {rules.map(({ id, name, was, would }) => (
          <tr key={id}>
            <td>{name}</td>
            <td>{count(was)}</td>
            <td>{count(would)}</td>
          </tr>
        ))}
      </Table>
      {examples.length > 0 && (
        <Table label="Examples" head={['Lead', 'Scored', 'Was', 'Would be', 'Because']}>
          {examples.map(({ leadId, at, was, would, rules: differing }) => (
            <tr key={`${leadId} ${at}`}>
              <td>
                <Reference model="lead" id={leadId} />
              </td>
              <td>
                <InstantValue at={at} />
              </td>
              <td>
                {was.score} ({was.heat})
              </td>
              <td>
                {would.score} ({would.heat})
              </td>
              <td>
                {differing.map((one) => `${one.name} ${signed(one.would - one.was)}`).join(', ') ||
                  'Other limits'}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Stack>
  )
}

const signed = (points: number) => (points > 0 ? `+${points}` : String(points))
