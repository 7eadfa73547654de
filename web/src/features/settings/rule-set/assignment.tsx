import { ActionIcon, Button, Group, MultiSelect, Select, Stack, TagsInput } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import type { User } from '../../../api/models.ts'
import { RefInput } from '../../../records/field-input.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { nameOf, useDirectory } from '../../../records/names.ts'
import { DayInput, NumericInput } from '../../../records/typed-inputs.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { count, counted } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { Outcome, Person, RuleContent } from '../rule-set.entry.ts'
import classes from './rule-set.module.css'

const choices = [
  { value: 'round-robin', label: 'In turn' },
  { value: 'least-loaded', label: 'Least to do' },
]

/** Who may get one by a rule: people, a team or both, what they need to be able to do, and how one of them is chosen. */
export function PoolInput({
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
  const { userIds = [], teamId = null, choose = 'round-robin', skills = [] } = outcome
  const users = useDirectory<User>('user').filter(
    ({ id, active }) => active !== false || userIds.includes(id),
  )
  const pool = { userIds, teamId, choose, skills }
  return (
    <Group gap={4} wrap="nowrap">
      <MultiSelect
        aria-label={`Rule ${place}: people`}
        placeholder={userIds.length === 0 ? 'People' : ''}
        w={200}
        searchable
        disabled={readOnly}
        data={users.map((user) => ({ value: user.id, label: nameOf(user) ?? user.id }))}
        value={[...userIds]}
        onChange={(next) => onChange({ ...pool, userIds: next })}
      />
      <fieldset disabled={readOnly} className={classes.team}>
        <RefInput
          label=""
          aria-label={`Rule ${place}: team`}
          model="team"
          value={teamId}
          onChange={(next) => onChange({ ...pool, teamId: next })}
        />
      </fieldset>
      <TagsInput
        aria-label={`Rule ${place}: skills`}
        placeholder={skills.length === 0 ? 'Skills' : ''}
        w={160}
        disabled={readOnly}
        data={[...new Set(users.flatMap((user) => user.skills ?? []))]}
        value={[...skills]}
        onChange={(next) => onChange({ ...pool, skills: next })}
      />
      <Select
        aria-label={`Rule ${place}: chosen`}
        w={120}
        allowDeselect={false}
        disabled={readOnly}
        data={choices}
        value={choose}
        onChange={(next) => onChange({ ...pool, choose: next === 'least-loaded' ? next : 'round-robin' })}
      />
    </Group>
  )
}

/** What holds for all rules: how much one person takes, who is away, and how soon a lead is to be taken up. */
export function AssignmentSettings({
  picksUp,
  content,
  readOnly,
  onChange,
}: {
  picksUp: boolean
  content: RuleContent
  readOnly: boolean
  onChange: (part: Partial<RuleContent>) => void
}) {
  const { capacity = null, pickUpMinutes = null, calendarId = null, people = [] } = content
  const change = (place: number, part: Partial<Person>) =>
    onChange({ people: people.map((one, at) => (at === place ? { ...one, ...part } : one)) })
  return (
    <Stack gap={8}>
      <Group gap={16} align="flex-end">
        <NumericInput
          label="Open at most"
          w={150}
          min={1}
          disabled={readOnly}
          value={capacity}
          onChange={(next) => onChange({ capacity: next })}
        />
        {picksUp && (
          <>
            <NumericInput
              label="To be taken up within"
              unit="minutes"
              w={180}
              min={1}
              disabled={readOnly}
              value={pickUpMinutes}
              onChange={(next) => onChange({ pickUpMinutes: next })}
            />
            <fieldset disabled={readOnly} className={classes.team}>
              <RefInput
                label="Of the hours of"
                model="businessCalendar"
                value={calendarId}
                onChange={(next) => onChange({ calendarId: next })}
              />
            </fieldset>
          </>
        )}
      </Group>
      {people.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: whoever is not chosen yet has no name
        <Group key={place} gap={8} align="flex-end">
          <fieldset disabled={readOnly} className={classes.team}>
            <RefInput
              label={`Person ${place + 1}`}
              model="user"
              value={one.userId || null}
              onChange={(next) => change(place, { userId: next ?? '' })}
            />
          </fieldset>
          <NumericInput
            label="Takes at most"
            w={120}
            min={0}
            disabled={readOnly}
            value={one.capacity}
            onChange={(next) => change(place, { capacity: next })}
          />
          <DayInput
            label="Away from"
            disabled={readOnly}
            value={one.awayFrom}
            onChange={(next) => change(place, { awayFrom: next })}
          />
          <DayInput
            label="until"
            disabled={readOnly}
            value={one.awayUntil}
            onChange={(next) => change(place, { awayUntil: next })}
          />
          <ActionIcon
            aria-label={`Remove person ${place + 1}`}
            disabled={readOnly}
            onClick={() => onChange({ people: people.toSpliced(place, 1) })}
          >
            <Trash2 size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        size="xs"
        className={classes.add}
        leftSection={<Plus size={14} />}
        disabled={readOnly}
        onClick={() =>
          onChange({
            people: [...people, { userId: '', capacity: null, awayFrom: null, awayUntil: null }],
          })
        }
      >
        Somebody takes less, or is away
      </Button>
    </Stack>
  )
}

export interface AssignmentResult {
  days: number
  leads: number
  assigned: number
  nobodyFree: number
  noRule: number
  others: number
  rules: readonly { id: string; name: string; leads: number }[]
  people: readonly { userId: string; leads: number }[]
  examples: readonly {
    leadId: string
    at: string
    ruleId: string | null
    userId: string | null
    ownerId: string | null
  }[]
}

/** To whom the leads of late would have gone. */
export function AssignmentOutcome({ result }: { result: AssignmentResult }) {
  const { days, leads, assigned, nobodyFree, noRule, others, rules, people, examples } = result
  if (leads === 0)
    return <Quiet>No lead that you may see was captured in the last {counted(days, 'day', 'days')}.</Quiet>
  return (
    <Stack gap={12} aria-label="What would have been decided" role="status">
      <div>
        Of {counted(leads, 'lead', 'leads')} captured that you may see, {count(assigned)} would have been
        given to somebody, {count(others)} to another than has them now. For {count(noRule)} no rule holds,
        for {count(nobodyFree)} nobody is free. Nothing was written.
      </div>
      <Table label="Leads by rule" head={['Rule', 'Leads']}>
        {rules.map(({ id, name, leads: some }) => (
          <tr key={id}>
            <td>{name}</td>
            <td>{count(some)}</td>
          </tr>
        ))}
      </Table>
      <Table label="Leads by person" head={['Person', 'Leads']}>
        {people.map(({ userId, leads: some }) => (
          <tr key={userId}>
            <td>
              <Reference model="user" id={userId} />
            </td>
            <td>{count(some)}</td>
          </tr>
        ))}
      </Table>
      <Table label="Examples" head={['Lead', 'Captured', 'Rule', 'Would go to', 'Is with']}>
        {examples.map(({ leadId, at, ruleId, userId, ownerId }) => (
          <tr key={leadId}>
            <td>
              <Reference model="lead" id={leadId} />
            </td>
            <td>
              <InstantValue at={at} />
            </td>
            <td>{rules.find(({ id }) => id === ruleId)?.name ?? <Nothing />}</td>
            <td>{userId ? <Reference model="user" id={userId} /> : <Nothing />}</td>
            <td>{ownerId ? <Reference model="user" id={ownerId} /> : <Nothing />}</td>
          </tr>
        ))}
      </Table>
    </Stack>
  )
}
