import { Alert, Button, Checkbox, Group, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import { useMay } from '../../../api/session.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { duration } from '../../../ui/format.ts'
import { failed } from '../../../ui/notices.ts'
import { ends } from '../phone-call/ends.ts'
import type { PhoneCall } from '../phone-call.entry.ts'
import { attempt } from './attempt.ts'
import { NewOfCall } from './new-of-call.tsx'
import classes from './phone.module.css'
import type { Call, Telephone } from './telephone.ts'

type Callers = Replies['/callers']
type Caller = NonNullable<Callers['items']>[number]

/** A call that rings, is talked or is over, with the record of who it is with. */
export function CallInHand({ phone, call }: { phone: Telephone; call: Call }) {
  const isInbound = call.direction === 'inbound'
  return (
    <>
      <p className={classes.who}>
        {call.name ?? call.number}
        {call.name && <span className={classes.quiet}> {call.number}</span>}
      </p>
      <p className={classes.quiet} role="status">
        {call.phase === 'ringing' && (isInbound ? 'calls you' : 'is being called')}
        {call.phase === 'talking' && <Since at={call.answeredAt} held={call.held} />}
        {call.phase === 'over' && ends.find(({ value }) => value === call.end)?.label}
      </p>
      <Whose call={call} />
      {call.phase === 'ringing' && (
        <Group gap={8}>
          {isInbound && (
            <Button onClick={() => attempt(phone.answer(), 'You could not answer')}>Answer</Button>
          )}
          <Button
            variant="default"
            onClick={() => attempt(isInbound ? phone.decline() : phone.hangUp(), 'It still rings')}
          >
            {isInbound ? 'Decline' : 'Hang up'}
          </Button>
        </Group>
      )}
      {call.phase === 'talking' && <Talking phone={phone} call={call} />}
      {call.phase === 'over' && (
        <Group gap={8} justify="space-between">
          {call.id && <Reference model="phoneCall" id={call.id} name="Open this call" />}
          <Button variant="default" size="xs" onClick={() => phone.putAway()}>
            Put away
          </Button>
        </Group>
      )}
    </>
  )
}

function Since({ at, held }: { at: number | null; held: boolean }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000)
    return () => window.clearInterval(timer)
  }, [])
  return (
    <>
      {held ? 'On hold' : 'In a call'}, {duration(Math.max(0, now - (at ?? now)))}
    </>
  )
}

/** Whose number it is; where several have it, whoever knows says which. */
function Whose({ call }: { call: Call }) {
  const { number, id } = call
  const command = useCommand()
  useLive('phoneCall')
  const { data } = useQuery(derivedQuery<Callers>('contact lead account', '/callers', { number }, null))
  const { data: noted } = useQuery({
    ...derivedQuery<PhoneCall>('phoneCall', `/phone-calls/${id}`, {}, null),
    enabled: id !== null,
  })
  const callers = data?.items ?? []
  const records = noted?.records ?? []
  const say = ({ record: { model, id: recordId } }: Caller) =>
    command.mutate(
      {
        method: 'POST',
        path: `/phone-calls/${id}/file`,
        body: { records: [{ model, id: recordId }] },
        touches: ['phoneCall', 'activity'],
      },
      { onError: (error) => failed('It is not filed', error) },
    )
  const others = records.filter((one) => !callers.some(({ record }) => record.id === one.id))
  const known = callers.map(({ record: { model, id: of } }) => ({ model, id: of }))
  const about = records.length > 0 ? records : known.length === 1 ? known : []
  return (
    <>
      {data && callers.length === 0 && records.length === 0 && (
        <p className={classes.quiet}>Nobody you may see has this number.</p>
      )}
      {callers.map((one) => (
        <Group key={one.record.id} gap={8} wrap="nowrap">
          <Reference {...one.record} />
          <span className={classes.quiet}>{one.record.model}</span>
          {id && !records.some((of) => of.id === one.record.id) && (
            <Button size="compact-xs" variant="subtle" onClick={() => say(one)}>
              It is about them
            </Button>
          )}
        </Group>
      ))}
      {others.map(({ model, id: of }) => (
        <Reference key={of} model={model} id={of} />
      ))}
      <Group gap={8}>
        <NewOfCall
          callId={id}
          number={data?.number ?? number}
          name={call.name}
          records={about}
          accountId={callers.find(({ accountId }) => accountId)?.accountId ?? null}
        />
      </Group>
    </>
  )
}

function Talking({ phone, call }: { phone: Telephone; call: Call }) {
  const [to, setTo] = useState('')
  const [notes, setNotes] = useState('')
  const may = useMay()
  return (
    <>
      {call.transferAsked !== null && (
        <Alert title={`The other side asks you to call ${call.transferAsked} instead`}>
          <Group gap={8}>
            <Button size="xs" onClick={() => attempt(phone.followTransfer(true), 'It is not called')}>
              Call
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => attempt(phone.followTransfer(false), 'This could not be said')}
            >
              Do not
            </Button>
          </Group>
        </Alert>
      )}
      <Group gap={8}>
        <Button
          variant="default"
          aria-pressed={call.held}
          onClick={() => attempt(phone.hold(!call.held), 'It could not be held')}
        >
          {call.held ? 'Go on' : 'Hold'}
        </Button>
        <Button onClick={() => attempt(phone.hangUp(), 'It could not be ended')}>Hang up</Button>
      </Group>
      <Group gap={8} align="end" wrap="nowrap">
        <TextInput
          label="Hand on to"
          inputMode="tel"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={to.trim() === ''}
          onClick={() => attempt(phone.transfer(to.trim()), 'It could not be handed on')}
        >
          Hand on
        </Button>
      </Group>
      {may('phoneCall.record') && (
        <Checkbox
          label="Record: I have told them, and they agree"
          checked={call.consented}
          disabled={call.id === null}
          onChange={(event) => attempt(phone.consent(event.currentTarget.checked), 'Nothing is recorded')}
        />
      )}
      {call.recording && <Alert color="red">This call is being recorded.</Alert>}
      <Textarea
        label="Notes"
        autosize
        minRows={2}
        maxRows={8}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
        onBlur={() => phone.note(notes)}
      />
    </>
  )
}
