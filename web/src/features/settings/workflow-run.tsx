import type { Choice } from '../../records/field.ts'
import { Reference } from '../../records/field-value.tsx'
import { resource } from '../../records/resource.ts'
import { exactly } from '../../ui/format.ts'
import { Nothing } from '../../ui/values.tsx'
import { workflowRun as entry, type WorkflowRun } from './workflow-run.entry.ts'

const statuses: readonly Choice[] = [
  { value: 'running', label: 'Running', tone: 'accent' },
  { value: 'waiting', label: 'Waiting', tone: 'neutral' },
  { value: 'done', label: 'Done', tone: 'good' },
  { value: 'stopped', label: 'Stopped', tone: 'warn' },
]

const reasons: readonly Choice[] = [
  { value: 'loop', label: 'It goes round in a circle' },
  { value: 'storm', label: 'Too many within an hour' },
  { value: 'no-longer', label: 'The rule holds no more' },
  { value: 'gone', label: 'The record is gone' },
  { value: 'by-hand', label: 'Stopped by hand' },
]

const outcomes: Readonly<Record<string, string>> = {
  done: 'done',
  unchanged: 'nothing to change',
  refused: 'refused',
  told: 'notice given',
  waits: 'waits',
}

function Steps({ results = [] }: WorkflowRun) {
  if (results.length === 0) return <Nothing />
  return (
    <ol>
      {results.map(({ step, is, at, message }) => (
        <li key={step}>
          {exactly(at)}: {outcomes[is] ?? is}
          {message && `, ${message}`}
        </li>
      ))}
    </ol>
  )
}

export const workflowRun = resource<WorkflowRun>(entry)({
  title: ({ ruleName }) => ruleName ?? '',
  fields: [
    { key: 'ruleName', label: 'Rule', kind: 'text', fixed: true, sortable: true },
    { key: 'ruleVersion', label: 'Version', kind: 'number', fixed: true, width: 80 },
    {
      key: 'status',
      label: 'State',
      kind: 'choice',
      choices: statuses,
      fixed: true,
      filter: true,
      width: 110,
    },
    {
      key: 'stoppedBecause',
      label: 'Stopped because',
      kind: 'choice',
      choices: reasons,
      fixed: true,
      width: 190,
    },
    {
      key: 'recordId',
      label: 'Record',
      kind: 'shown',
      show: (row) => {
        const { model, recordId } = row as WorkflowRun
        return model && recordId ? <Reference model={model} id={recordId} /> : <Nothing />
      },
      width: 200,
    },
    { key: 'eventType', label: 'Because of', kind: 'text', fixed: true, width: 170 },
    {
      key: 'results',
      label: 'What came of it',
      kind: 'shown',
      show: (row) => <Steps {...(row as WorkflowRun)} />,
    },
    { key: 'waitingUntil', label: 'Waits until', kind: 'instant', fixed: true, width: 120 },
    { key: 'createdAt', label: 'Begun', kind: 'instant', fixed: true, sortable: true, width: 120 },
  ],
  columns: ['status', 'stoppedBecause', 'recordId', 'eventType', 'createdAt'],
  sort: '-createdAt',
  searchable: true,
  empty: 'Here stands what the workflow does by itself. Its rules are in the rule set “Workflow”.',
})
