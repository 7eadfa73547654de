import { ActionIcon, Alert, Button, Group, TextInput } from '@mantine/core'
import { ChevronDown, Phone as PhoneIcon, PhoneIncoming, PhoneOff } from 'lucide-react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useMe } from '../../../api/session.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { dialBy } from '../../../records/dial.ts'
import { useShortcuts } from '../../../ui/shortcuts.ts'
import { attempt } from './attempt.ts'
import { CallInHand } from './call.tsx'
import classes from './phone.module.css'
import type { Snapshot, Telephone } from './telephone.ts'

type Line = NonNullable<Replies['/me/phone']['line']>

const words: Readonly<Record<Snapshot['state'], string>> = {
  connecting: 'Connecting',
  ready: 'Ready',
  failed: 'Not reachable',
  elsewhere: 'In another window',
}

const nothing: Snapshot = { state: 'connecting', reason: null, call: null, unsent: false }

/** The telephone of whoever has a line: what rings, what is talked, and a field to dial (COM-08, COM-09). */
export function Phone({ line }: { line: Line }) {
  const me = useMe()
  const [phone, setPhone] = useState<Telephone>()
  const [small, setSmall] = useState(true)
  useEffect(() => {
    if (!line.hasPassword) return
    let isGone = false
    let made: Telephone | undefined
    // What speaks SIP is large, and is loaded when there is a line to speak by.
    void import('./telephone.ts').then(({ telephone }) => {
      if (isGone) return
      made = telephone(line, me)
      setPhone(made)
    })
    return () => {
      isGone = true
      made?.close()
    }
  }, [line, me])
  const { state, reason, call, unsent } = useSyncExternalStore(
    phone?.subscribe ?? never,
    phone?.now ?? (() => nothing),
  )
  const isInCall = call !== null && call.phase !== 'over'
  const number = useRef<HTMLInputElement>(null)
  useShortcuts('Everywhere', [
    {
      key: 'p',
      label: 'Telephone',
      run: () => {
        setSmall(false)
        window.setTimeout(() => number.current?.focus())
      },
    },
    ...(phone && call?.phase === 'ringing' && call.direction === 'inbound'
      ? [{ key: 'y', label: 'Answer', run: () => attempt(phone.answer(), 'You could not answer') }]
      : []),
  ])
  useEffect(() => {
    if (!phone || state !== 'ready') return
    dialBy((to, about) => {
      setSmall(false)
      attempt(phone.dial(to, about), `${to} is not called`)
    })
    return () => dialBy(undefined)
  }, [phone, state])
  useEffect(() => {
    if (!isInCall && !unsent) return
    const stay = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [isInCall, unsent])

  const status = line.hasPassword ? words[state] : 'Not set up'
  if (small && !call)
    return (
      <section className={classes.phone} data-small aria-label="Telephone">
        <Button
          variant="default"
          size="xs"
          leftSection={state === 'ready' ? <PhoneIcon size={14} /> : <PhoneOff size={14} />}
          onClick={() => setSmall(false)}
        >
          Telephone: {status}
        </Button>
      </section>
    )
  return (
    <section
      className={classes.phone}
      data-rings={call?.phase === 'ringing'}
      aria-label="Telephone"
      aria-live={call?.phase === 'ringing' ? 'assertive' : 'off'}
    >
      <header className={classes.head}>
        {call?.phase === 'ringing' && call.direction === 'inbound' ? (
          <PhoneIncoming size={16} aria-hidden />
        ) : (
          <PhoneIcon size={16} aria-hidden />
        )}
        <h2>Telephone: {status}</h2>
        {!call && (
          <ActionIcon variant="subtle" aria-label="Make it small" onClick={() => setSmall(true)}>
            <ChevronDown size={16} />
          </ActionIcon>
        )}
      </header>
      {!line.hasPassword && (
        <p className={classes.quiet}>
          {line.name} has no password yet: nothing rings, and nobody is called. An administrator sets it.
        </p>
      )}
      {state === 'elsewhere' && line.hasPassword && (
        <p className={classes.quiet}>
          It rings in another window of this browser. Close that, and it rings here.
        </p>
      )}
      {reason && <Alert color="red">{reason}</Alert>}
      {phone && unsent && (
        <Alert color="orange" title="What was recorded is not kept yet">
          <Button size="xs" onClick={() => void phone.keepRecording()}>
            Try again
          </Button>
        </Alert>
      )}
      {phone && call ? (
        <CallInHand phone={phone} call={call} />
      ) : (
        phone &&
        state === 'ready' && (
          <DialField field={number} onDial={(to) => attempt(phone.dial(to), `${to} is not called`)} />
        )
      )}
    </section>
  )
}

const never = () => () => undefined

function DialField({
  field,
  onDial,
}: {
  field: React.RefObject<HTMLInputElement | null>
  onDial: (number: string) => void
}) {
  const [number, setNumber] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (number.trim()) onDial(number.trim())
      }}
    >
      <Group gap={8} align="end" wrap="nowrap">
        <TextInput
          ref={field}
          label="Number to call"
          inputMode="tel"
          autoComplete="off"
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Button type="submit">Call</Button>
      </Group>
    </form>
  )
}
