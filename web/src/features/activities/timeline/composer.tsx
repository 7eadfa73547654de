import { Alert, Button, Checkbox, Group, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Problem } from '../../../api/problem.ts'
import { useMe } from '../../../api/session.ts'
import { RefInput } from '../../../records/field-input.tsx'
import { MomentInput } from '../../../records/moment-input.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { useRefusal } from '../../../time/write.tsx'
import { formatsNow } from '../../../ui/formats.ts'
import { done, problemOf, reasonOf } from '../../../ui/notices.ts'
import { useShortcuts } from '../../../ui/shortcuts.ts'
import { Key } from '../../../ui/values.tsx'
import { dateAt, instantOf, wallAt } from '../../../ui/zone.ts'
import type { ActivityKind, Due, Regarded } from '../activity.entry.ts'
import { directions, kindIcons, kindNames, outcomes, priorities } from '../choices.ts'
import { DueInput, MentioningInput, RecordsInput, RecurrenceInput } from '../inputs.tsx'
import type { Draft, Fields, FollowUp, Reminder } from './draft.ts'
import { EmailFields, emailBody } from './email-fields.tsx'
import classes from './timeline.module.css'

const reminders: readonly { value: Reminder; label: string; minutes: number }[] = [
  { value: 'none', label: 'No reminder', minutes: 0 },
  { value: 'then', label: 'At that time', minutes: 0 },
  { value: 'ten-minutes', label: '10 minutes before', minutes: 10 },
  { value: 'hour', label: 'An hour before', minutes: 60 },
  { value: 'day', label: 'A day before', minutes: 24 * 60 },
]

const followUps: readonly { value: FollowUp; label: string; days: number }[] = [
  { value: 'none', label: 'No follow-up', days: 0 },
  { value: 'tomorrow', label: 'Tomorrow', days: 1 },
  { value: 'three-days', label: 'In three days', days: 3 },
  { value: 'week', label: 'In a week', days: 7 },
  { value: 'month', label: 'In a month', days: 30 },
]

const empty = (me: string): Draft => ({
  subject: '',
  body: '',
  direction: 'outbound',
  outcome: null,
  minutes: null,
  purpose: '',
  startsAt: null,
  endsAt: null,
  due: null,
  recurrence: null,
  priority: 'normal',
  assigneeId: me,
  location: '',
  participants: [],
  invites: true,
  exclusive: false,
  reminder: 'none',
  followUp: 'none',
  from: '',
  to: '',
  cc: '',
  unansweredDays: 0,
})

const offers: readonly { kind: ActivityKind; label: string; key: string }[] = [
  { kind: 'call', label: 'Log call', key: 'l' },
  { kind: 'task', label: 'Add task', key: 'f' },
  { kind: 'appointment', label: 'Plan meeting', key: 'm' },
  { kind: 'note', label: 'Write note', key: 'w' },
  { kind: 'email', label: 'File e-mail', key: 'i' },
]

/** Drafts outlive a change of tab, and a look at another record. */
const drafts = new Map<string, { kind: ActivityKind; draft: Draft }>()

/** Adds a call, a task, a meeting, a note or an e-mail; about a record where it stands on its page. */
export function Composer({
  about,
  touches = [],
  kinds = ['call', 'task', 'appointment', 'note', 'email'],
}: {
  about?: Pick<Regarded, 'model' | 'id'>
  touches?: readonly string[]
  kinds?: readonly ActivityKind[]
}) {
  const me = useMe().id
  const refusal = useRefusal()('activity.add')
  const place = about?.id ?? 'day'
  const [open, setOpen] = useState<ActivityKind | null>(drafts.get(place)?.kind ?? null)
  const [draft, setDraft] = useState<Draft>(drafts.get(place)?.draft ?? empty(me))
  const offered = offers.filter(({ kind }) => kinds.includes(kind))
  const begin = (kind: ActivityKind) => {
    if (refusal) return
    setOpen(kind)
    keep(kind, draft)
  }
  const keep = (kind: ActivityKind | null, next: Draft) => {
    if (kind) drafts.set(place, { kind, draft: next })
    else drafts.delete(place)
    setDraft(next)
  }
  const close = () => {
    setOpen(null)
    keep(null, empty(me))
  }
  useShortcuts(
    'Activities',
    offered.map(({ kind, label, key }) => ({ key, label, run: () => begin(kind) })),
  )
  return (
    <div className={classes.composer}>
      <Group gap={6} role="group" aria-label="Add">
        {offered.map(({ kind, label }) => {
          const Icon = kindIcons[kind]
          return (
            <Button
              key={kind}
              size="compact-sm"
              variant={open === kind ? 'light' : 'default'}
              aria-pressed={open === kind}
              disabled={refusal !== undefined}
              title={refusal}
              leftSection={<Icon size={14} aria-hidden />}
              onClick={() => (open === kind ? setOpen(null) : begin(kind))}
            >
              {label}
            </Button>
          )
        })}
      </Group>
      {open && (
        <Form
          key={open}
          kind={open}
          draft={draft}
          onDraft={(next) => keep(open, next)}
          about={about}
          touches={touches}
          onClose={close}
        />
      )}
    </div>
  )
}

function Form({
  kind,
  draft,
  onDraft,
  about,
  touches,
  onClose,
}: {
  kind: ActivityKind
  draft: Draft
  onDraft: (draft: Draft) => void
  about: Pick<Regarded, 'model' | 'id'> | undefined
  touches: readonly string[]
  onClose: () => void
}) {
  const command = useCommand()
  const { timeZone } = useMe()
  const [problem, setProblem] = useState<Problem>()
  const set = (part: Partial<Draft>) => onDraft({ ...draft, ...part })
  const errorOf = (key: string) =>
    problem?.fields.find(({ field }) => field === key || field.startsWith(`${key}.`))?.message
  const placed = problem?.fields.some(({ field }) => fieldsOf[kind].some((key) => field.startsWith(key)))

  const save = async () => {
    setProblem(undefined)
    const all = ['activity', ...touches]
    const post = (body: object) =>
      command.mutateAsync({ method: 'POST', path: '/activities', body, touches: all })
    const regarding = about ? [{ model: about.model, id: about.id }] : []
    try {
      const { id } = await post({ ...bodyOf(kind, draft), regarding })
      const days = followUps.find(({ value }) => value === draft.followUp)?.days ?? 0
      if (kind === 'call' && days > 0) await post(followUpOf(draft, days, timeZone, id, regarding))
      done(`${kindNames[kind]} ${kind === 'call' && !isAhead(draft) ? 'logged' : 'added'}`)
      onClose()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <form
      className={classes.form}
      noValidate
      aria-label={offers.find((offer) => offer.kind === kind)?.label}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          void save()
        }
      }}
    >
      <Stack gap={10}>
        {problem && !placed && (
          <Alert color="red" role="alert" title={problem.title}>
            {reasonOf(problem)}
          </Alert>
        )}
        {kind === 'call' && <CallFields draft={draft} set={set} errorOf={errorOf} />}
        {kind === 'task' && <TaskFields draft={draft} set={set} errorOf={errorOf} />}
        {kind === 'appointment' && <MeetingFields draft={draft} set={set} errorOf={errorOf} />}
        {kind === 'email' && (
          <EmailFields draft={draft} set={set} errorOf={errorOf} about={about} onFiled={onClose} />
        )}
        <MentioningInput
          aria-label={bodyLabels[kind]}
          placeholder={`${bodyLabels[kind]}: Markdown, and @ for a colleague`}
          autoFocus={kind === 'note'}
          error={errorOf('body')}
          value={draft.body}
          onChange={(body) => set({ body })}
          onSave={() => void save()}
        />
        {kind === 'call' && (
          <Select
            label="Follow up"
            w={200}
            allowDeselect={false}
            data={followUps.map(({ value, label }) => ({ value, label }))}
            value={draft.followUp}
            onChange={(value) => set({ followUp: (value ?? 'none') as FollowUp })}
          />
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Discard
          </Button>
          <Button type="submit" loading={command.isPending} rightSection={<Key>Ctrl ⏎</Key>}>
            {kind === 'call' && !isAhead(draft)
              ? 'Log call'
              : `${kind === 'email' ? 'File' : 'Add'} ${kindNames[kind].toLowerCase()}`}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const bodyLabels: Readonly<Record<ActivityKind, string>> = {
  call: 'What was said',
  task: 'What is to be done',
  appointment: 'Agenda',
  note: 'Note',
  email: 'What it says',
  sms: 'What it says',
  letter: 'What it says',
}

/** Where a refusal has its place in the form. */
const fieldsOf: Readonly<Record<ActivityKind, readonly string[]>> = {
  call: ['subject', 'direction', 'outcome', 'durationSeconds', 'purpose', 'startsAt', 'body'],
  task: ['subject', 'due', 'recurrence', 'priority', 'assigneeId', 'remindAt', 'body'],
  appointment: ['subject', 'startsAt', 'endsAt', 'location', 'participants', 'remindAt', 'body'],
  note: ['body'],
  email: ['subject', 'direction', 'startsAt', 'email', 'remindAt', 'body'],
  sms: ['direction', 'startsAt', 'body'],
  letter: ['subject', 'direction', 'startsAt', 'body'],
}

function CallFields({ draft, set, errorOf }: Fields) {
  return (
    <>
      <Group gap={8} align="flex-start">
        <SegmentedControl
          size="xs"
          aria-label="Direction"
          data={directions.map(({ value, label }) => ({ value, label }))}
          value={draft.direction}
          onChange={(direction) => set({ direction })}
        />
        <Select
          aria-label="Outcome"
          placeholder="Outcome"
          w={170}
          clearable
          error={errorOf('outcome')}
          data={outcomes.map(({ value, label }) => ({ value, label }))}
          value={draft.outcome}
          onChange={(outcome) => set({ outcome })}
        />
        <NumericInput
          aria-label="Duration in minutes"
          placeholder="Minutes"
          w={110}
          places={1}
          min={0}
          max={10_080}
          unit="min"
          error={errorOf('durationSeconds')}
          value={draft.minutes}
          onChange={(minutes) => set({ minutes })}
        />
        <TextInput
          aria-label="Purpose"
          placeholder="Purpose"
          flex={1}
          miw={140}
          error={errorOf('purpose') ?? errorOf('subject')}
          value={draft.purpose}
          onChange={(event) => set({ purpose: event.currentTarget.value })}
        />
      </Group>
      <MomentInput
        label="When, if not just now"
        error={errorOf('startsAt')}
        value={draft.startsAt}
        onChange={(startsAt) => set({ startsAt })}
      />
    </>
  )
}

function TaskFields({ draft, set, errorOf }: Fields) {
  return (
    <>
      <Title draft={draft} set={set} errorOf={errorOf} label="Task" />
      <div className={classes.pair}>
        <DueInput
          label="Due"
          error={errorOf('due')}
          value={draft.due}
          onChange={(due) => set({ due: due as Due | null })}
        />
        <RecurrenceInput
          label="Repeats"
          error={errorOf('recurrence')}
          value={draft.recurrence}
          onChange={(recurrence) => set({ recurrence })}
        />
        <Select
          label="Priority"
          allowDeselect={false}
          data={priorities.map(({ value, label }) => ({ value, label }))}
          value={draft.priority}
          onChange={(value) => set({ priority: value ?? 'normal' })}
        />
        <RefInput
          label="For"
          model="user"
          error={errorOf('assigneeId')}
          value={draft.assigneeId}
          onChange={(assigneeId) => set({ assigneeId })}
        />
        <ReminderInput draft={draft} set={set} errorOf={errorOf} disabled={!draft.due} />
      </div>
    </>
  )
}

function MeetingFields({ draft, set, errorOf }: Fields) {
  return (
    <>
      <Title draft={draft} set={set} errorOf={errorOf} label="Meeting" />
      <div className={classes.pair}>
        <MomentInput
          label="Starts"
          error={errorOf('startsAt')}
          value={draft.startsAt}
          onChange={(startsAt) => set({ startsAt, ...(startsAt && { endsAt: later(startsAt, 60) }) })}
        />
        <MomentInput
          label="Ends"
          error={errorOf('endsAt')}
          value={draft.endsAt}
          onChange={(endsAt) => set({ endsAt })}
        />
        <TextInput
          label="Place"
          error={errorOf('location')}
          value={draft.location}
          onChange={(event) => set({ location: event.currentTarget.value })}
        />
        <ReminderInput draft={draft} set={set} errorOf={errorOf} disabled={!draft.startsAt} />
      </div>
      {/* As wide as it can be: a field that grows and shrinks would move the button from under the pointer. */}
      <RecordsInput
        label="People"
        models={['contact', 'lead', 'user']}
        error={errorOf('participants')}
        value={draft.participants}
        onChange={(people) => set({ participants: people as Draft['participants'] })}
      />
      <Group gap={16}>
        <Checkbox
          label="Invite them by mail"
          checked={draft.invites}
          onChange={(event) => set({ invites: event.currentTarget.checked })}
        />
        <Checkbox
          label="Nothing else at that time"
          error={errorOf('exclusive')}
          checked={draft.exclusive}
          onChange={(event) => set({ exclusive: event.currentTarget.checked })}
        />
      </Group>
    </>
  )
}

function Title({ draft, set, errorOf, label }: Fields & { label: string }) {
  return (
    <TextInput
      label={label}
      data-autofocus
      // The form opens because somebody asked for it.
      autoFocus
      withAsterisk
      error={errorOf('subject')}
      value={draft.subject}
      onChange={(event) => set({ subject: event.currentTarget.value })}
    />
  )
}

function ReminderInput({ draft, set, errorOf, disabled }: Fields & { disabled: boolean }) {
  return (
    <Select
      label="Remind"
      allowDeselect={false}
      disabled={disabled}
      error={errorOf('remindAt')}
      data={reminders.map(({ value, label }) => ({ value, label }))}
      value={disabled ? 'none' : draft.reminder}
      onChange={(value) => set({ reminder: (value ?? 'none') as Reminder })}
    />
  )
}

const later = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString()
const isAhead = ({ startsAt }: Draft) => startsAt !== null && Date.parse(startsAt) > Date.now()
const words = (text: string) => text.trim() || null

function bodyOf(kind: ActivityKind, draft: Draft): object {
  const common = { kind, body: words(draft.body) }
  switch (kind) {
    case 'call':
      return {
        ...common,
        direction: draft.direction,
        outcome: draft.outcome,
        durationSeconds: draft.minutes === null ? null : Math.round(draft.minutes * 60),
        purpose: words(draft.purpose),
        startsAt: draft.startsAt,
      }
    case 'task':
      return {
        ...common,
        subject: words(draft.subject),
        due: draft.due,
        recurrence: draft.recurrence,
        priority: draft.priority,
        assigneeId: draft.assigneeId,
        remindAt: draft.due && remindAt(draft, momentOf(draft.due)),
      }
    case 'appointment':
      return {
        ...common,
        subject: words(draft.subject),
        startsAt: draft.startsAt,
        endsAt: draft.endsAt,
        location: words(draft.location),
        participants: draft.participants,
        invites: draft.invites && draft.participants.length > 0,
        exclusive: draft.exclusive,
        remindAt: draft.startsAt && remindAt(draft, draft.startsAt),
      }
    case 'note':
      return common
    case 'email':
      return { ...common, ...emailBody(draft) }
    case 'sms':
    case 'letter':
      return {
        ...common,
        subject: kind === 'letter' ? words(draft.subject) : null,
        direction: draft.direction,
        startsAt: draft.startsAt,
      }
  }
}

/** Of what is due on a day, at nine in the morning. */
function momentOf({ day, time, timeZone }: Due): string {
  const [year = 1, month = 1, date = 1] = day.split('-').map(Number)
  const [hour = 9, minute = 0] = (time ?? '09:00').split(':').map(Number)
  return new Date(instantOf({ year, month, day: date, hour, minute, second: 0 }, timeZone)).toISOString()
}

function remindAt({ reminder }: Draft, moment: string): string | null {
  if (reminder === 'none') return null
  const minutes = reminders.find(({ value }) => value === reminder)?.minutes ?? 0
  if (reminder !== 'day') return later(moment, -minutes)
  // A day before is the same time of the clock.
  const { timeZone } = formatsNow()
  const wall = wallAt(new Date(moment), timeZone)
  return new Date(instantOf({ ...wall, day: wall.day - 1 }, timeZone)).toISOString()
}

function followUpOf(
  { purpose }: Draft,
  days: number,
  timeZone: string,
  followsId: string,
  regarding: object[],
): object {
  const day = dateAt(new Date(Date.now() + days * 86_400_000), timeZone)
  const due: Due = { day, time: '09:00', timeZone }
  return {
    kind: 'task',
    subject: purpose.trim() ? `Follow up: ${purpose.trim()}` : 'Follow up',
    due,
    remindAt: momentOf(due),
    followsId,
    regarding,
  }
}
