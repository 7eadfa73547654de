import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  JsonInput,
  MultiSelect,
  Select,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { User } from '../../../api/models.ts'
import { useVocabularies } from '../../../records/criteria/criterion.ts'
import { entryOf } from '../../../records/entry.ts'
import { RefInput } from '../../../records/field-input.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { nameOf, useDirectory } from '../../../records/names.ts'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { count, counted, sentence } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { usePurposes } from '../../marketing/purpose-input.tsx'
import type { Outcome, WorkflowAction } from '../rule-set.entry.ts'
import classes from './rule-set.module.css'

const kinds: readonly { value: WorkflowAction['do']; label: string; first: WorkflowAction }[] = [
  {
    value: 'task',
    label: 'Give a task',
    first: { do: 'task', subject: 'Follow up', dueInDays: 1, assigneeId: null },
  },
  { value: 'notify', label: 'Give notice', first: { do: 'notify', userIds: [], owner: true } },
  {
    value: 'message',
    label: 'Send a message',
    first: { do: 'message', templateId: '', purpose: '', mailboxId: null, numberId: null },
  },
  { value: 'lead', label: 'Make a lead', first: { do: 'lead', source: 'E-mail campaign' } },
  { value: 'command', label: 'Do a command', first: { do: 'command', command: '', body: {} } },
  { value: 'wait', label: 'Wait', first: { do: 'wait', minutes: 1_440, recheck: true } },
]

/** What begins a rule of the workflow, and what is then done, in its order (ADM-07). */
export function WorkflowInput({
  place,
  outcome,
  readOnly,
  onChange,
}: {
  place: number
  outcome: Outcome
  readOnly: boolean
  onChange: (outcome: Outcome) => void
}) {
  const models = [...useVocabularies().keys()]
  const { model = '', on = [], actions = [] } = outcome
  const change = (part: Partial<Outcome>) => onChange({ model, on, actions, ...part })
  const put = (at: number, action: WorkflowAction) =>
    change({ actions: actions.map((one, index) => (index === at ? action : one)) })
  return (
    <Stack gap={4} className={classes.workflow}>
      <Group gap={8}>
        <Select
          aria-label={`Rule ${place}: kind of record`}
          w={180}
          searchable
          allowDeselect={false}
          disabled={readOnly}
          data={models.map((value) => ({ value, label: sentence(entryOf(value)?.one ?? value) }))}
          value={model}
          onChange={(next) => next && change({ model: next, on: [`${next}.*`] })}
        />
        <TagsInput
          aria-label={`Rule ${place}: events`}
          placeholder={on.length === 0 ? 'Events' : ''}
          flex={1}
          disabled={readOnly}
          data={[`${model}.*`]}
          value={[...on]}
          onChange={(next) => change({ on: next })}
        />
      </Group>
      <ol className={classes.rules} aria-label={`Rule ${place}: actions`}>
        {actions.map((action, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an action has no name but its place
          <li key={at} className={classes.rule}>
            <Select
              aria-label={`Rule ${place}, action ${at + 1}`}
              w={150}
              allowDeselect={false}
              disabled={readOnly}
              data={kinds.map(({ value, label }) => ({ value, label }))}
              value={action.do}
              onChange={(next) => put(at, kinds.find(({ value }) => value === next)?.first ?? action)}
            />
            <ActionInput
              label={`Rule ${place}, action ${at + 1}`}
              action={action}
              readOnly={readOnly}
              onChange={(next) => put(at, next)}
            />
            <ActionIcon
              aria-label={`Remove action ${at + 1} of rule ${place}`}
              disabled={readOnly || actions.length === 1}
              onClick={() => change({ actions: actions.toSpliced(at, 1) })}
            >
              <Trash2 size={14} />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <Button
        variant="subtle"
        size="compact-xs"
        className={classes.add}
        leftSection={<Plus size={14} />}
        disabled={readOnly}
        onClick={() => change({ actions: [...actions, ...kinds.slice(0, 1).map(({ first }) => first)] })}
      >
        Then
      </Button>
    </Stack>
  )
}

interface ActionProps<A extends WorkflowAction = WorkflowAction> {
  label: string
  action: A
  readOnly: boolean
  onChange: (action: WorkflowAction) => void
}

function ActionInput(props: ActionProps) {
  const { action } = props
  switch (action.do) {
    case 'task':
      return <TaskInput {...props} action={action} />
    case 'notify':
      return <NotifyInput {...props} action={action} />
    case 'message':
      return <MessageInput {...props} action={action} />
    case 'lead':
      return (
        <TextInput
          aria-label={`${props.label}: source of the lead`}
          flex={1}
          disabled={props.readOnly}
          value={action.source}
          onChange={(event) => props.onChange({ ...action, source: event.currentTarget.value })}
        />
      )
    case 'command':
      return <CommandInput {...props} action={action} />
    case 'wait':
      return <WaitInput {...props} action={action} />
  }
}

type Of<K extends WorkflowAction['do']> = Extract<WorkflowAction, { do: K }>

function TaskInput({ label, action, readOnly, onChange }: ActionProps<Of<'task'>>) {
  return (
    <>
      <TextInput
        aria-label={`${label}: subject`}
        flex={1}
        disabled={readOnly}
        value={action.subject}
        onChange={(event) => onChange({ ...action, subject: event.currentTarget.value })}
      />
      <NumericInput
        aria-label={`${label}: due in`}
        unit="days"
        w={110}
        min={0}
        max={365}
        disabled={readOnly}
        value={action.dueInDays}
        onChange={(next) => onChange({ ...action, dueInDays: next ?? Number.NaN })}
      />
      <fieldset disabled={readOnly} className={classes.team}>
        <RefInput
          label=""
          aria-label={`${label}: for whom; nobody is the owner`}
          model="user"
          value={action.assigneeId}
          onChange={(next) => onChange({ ...action, assigneeId: next })}
        />
      </fieldset>
    </>
  )
}

function NotifyInput({ label, action, readOnly, onChange }: ActionProps<Of<'notify'>>) {
  const users = useDirectory<User>('user').filter(
    ({ id, active }) => active !== false || action.userIds.includes(id),
  )
  return (
    <>
      <Checkbox
        label="The owner"
        disabled={readOnly}
        checked={action.owner}
        onChange={(event) => onChange({ ...action, owner: event.currentTarget.checked })}
      />
      <MultiSelect
        aria-label={`${label}: people`}
        flex={1}
        searchable
        disabled={readOnly}
        data={users.map((user) => ({ value: user.id, label: nameOf(user) ?? user.id }))}
        value={[...action.userIds]}
        onChange={(next) => onChange({ ...action, userIds: next })}
      />
    </>
  )
}

/** To whom the record is about, through all that keeps people out of what goes to many (COM-16). */
function MessageInput({ label, action, readOnly, onChange }: ActionProps<Of<'message'>>) {
  const purposes = usePurposes()
  return (
    <fieldset disabled={readOnly} className={classes.team}>
      <Group gap={8}>
        <RefInput
          label=""
          aria-label={`${label}: template`}
          placeholder="Template"
          model="messageTemplate"
          value={action.templateId || null}
          onChange={(next) => onChange({ ...action, templateId: next ?? '' })}
        />
        <Select
          aria-label={`${label}: purpose`}
          placeholder="Purpose"
          w={150}
          data={purposes.map(({ name }) => name)}
          value={action.purpose || null}
          onChange={(next) => onChange({ ...action, purpose: next ?? '' })}
        />
        <RefInput
          label=""
          aria-label={`${label}: from mailbox`}
          placeholder="From mailbox"
          model="mailbox"
          value={action.mailboxId}
          onChange={(next) => onChange({ ...action, mailboxId: next })}
        />
        <RefInput
          label=""
          aria-label={`${label}: from number`}
          placeholder="or from number"
          model="smsNumber"
          value={action.numberId}
          onChange={(next) => onChange({ ...action, numberId: next })}
        />
      </Group>
    </fieldset>
  )
}

function CommandInput({ label, action, readOnly, onChange }: ActionProps<Of<'command'>>) {
  const [text, setText] = useState(JSON.stringify(action.body))
  return (
    <>
      <TextInput
        aria-label={`${label}: command`}
        placeholder="lead.change"
        w={180}
        disabled={readOnly}
        value={action.command}
        onChange={(event) => onChange({ ...action, command: event.currentTarget.value })}
      />
      <JsonInput
        aria-label={`${label}: what it takes`}
        flex={1}
        autosize
        minRows={1}
        validationError="This is no JSON"
        disabled={readOnly}
        value={text}
        onChange={(next) => {
          setText(next)
          const body = objectIn(next)
          if (body) onChange({ ...action, body })
        }}
      />
    </>
  )
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function WaitInput({ label, action, readOnly, onChange }: ActionProps<Of<'wait'>>) {
  return (
    <>
      <NumericInput
        aria-label={`${label}: how long`}
        unit="minutes"
        w={150}
        min={1}
        disabled={readOnly}
        value={action.minutes}
        onChange={(next) => onChange({ ...action, minutes: next ?? Number.NaN })}
      />
      <Checkbox
        label="Go on only if the rule still holds"
        disabled={readOnly}
        checked={action.recheck}
        onChange={(event) => onChange({ ...action, recheck: event.currentTarget.checked })}
      />
    </>
  )
}

export interface WorkflowResult {
  days: number
  events: number
  runs: number
  left: boolean
  rules: readonly { id: string; name: string; runs: number }[]
  examples: readonly { ruleId: string; model: string; recordId: string; eventType: string; at: string }[]
}

/** What would have been begun by what has happened of late. */
export function WorkflowOutcome({ result }: { result: WorkflowResult }) {
  const { days, events, runs, left, rules, examples } = result
  if (events === 0)
    return (
      <Quiet>
        Nothing that you may see and these rules hear of happened in the last {counted(days, 'day', 'days')}.
      </Quiet>
    )
  return (
    <Stack gap={12} aria-label="What would have been done" role="status">
      <div>
        {counted(events, 'event', 'events')} looked at{left ? ', the newest of more' : ''}:{' '}
        {counted(runs, 'run', 'runs')} would have begun. Nothing was written.
      </div>
      <Table label="Runs by rule" head={['Rule', 'Runs']}>
        {rules.map(({ id, name, runs: some }) => (
          <tr key={id}>
            <td>{name}</td>
            <td>{count(some)}</td>
          </tr>
        ))}
      </Table>
      <Table label="Examples" head={['Record', 'Event', 'When', 'Rule']}>
        {examples.map(({ ruleId, model, recordId, eventType, at }) => (
          <tr key={`${ruleId} ${recordId} ${at}`}>
            <td>
              <Reference model={model} id={recordId} />
            </td>
            <td>{eventType}</td>
            <td>
              <InstantValue at={at} />
            </td>
            <td>{rules.find(({ id }) => id === ruleId)?.name}</td>
          </tr>
        ))}
      </Table>
    </Stack>
  )
}
