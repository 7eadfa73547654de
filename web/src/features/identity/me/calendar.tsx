import { Button, Group } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { CalendarSync, Pencil, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { post, read } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { FieldValue } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Facts, Quiet } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'

type Own = Replies['/me/calendar']
type Outside = Replies['/me/calendar/outside']

const model = 'personalCalendar'
const hours: Field = {
  key: 'hoursId',
  label: 'Hours of work',
  kind: 'ref',
  model: 'businessCalendar',
  hint: 'Empty: nine to five on weekdays, by your own clock',
}
const account: readonly Field[] = [
  {
    key: 'url',
    label: 'Address',
    kind: 'text',
    required: true,
    hint: 'Of the server, by CalDAV, as https://dav.example.com/',
  },
  { key: 'login', label: 'User name', kind: 'text', required: true },
  {
    key: 'password',
    label: 'Password',
    kind: 'password',
    required: true,
    hint: 'One for apps, where your provider has such',
  },
]

/** When one can be had: one's hours of work, and what one's other calendar has. */
export function OwnCalendar() {
  const [asking, setAsking] = useState<'hours' | 'outside' | null>(null)
  const own = useQuery({
    queryKey: [model, 'own'],
    queryFn: ({ signal }) => read<Own>('/me/calendar', { signal }),
  })
  const outside = useQuery({
    queryKey: [model, 'outside'],
    queryFn: ({ signal }) => read<Outside>('/me/calendar/outside', { signal }),
    refetchInterval: 60_000,
  })
  const close = () => setAsking(null)
  return (
    <Panel
      title="Calendar"
      aside={
        <Group gap={8}>
          <Button variant="default" leftSection={<Pencil size={14} />} onClick={() => setAsking('hours')}>
            Hours of work
          </Button>
          <Button
            variant="default"
            leftSection={<CalendarSync size={14} />}
            onClick={() => setAsking('outside')}
          >
            Connect a calendar
          </Button>
        </Group>
      }
    >
      {own.isError || outside.isError ? (
        <Failure
          error={own.error ?? outside.error}
          retry={() => void Promise.all([own.refetch(), outside.refetch()])}
        />
      ) : !own.data || !outside.data ? (
        <Waiting rows={2} label="Loading your calendar" />
      ) : (
        <>
          <Facts
            facts={[
              [
                'Hours of work',
                own.data.hoursId ? (
                  <FieldValue key="hours" field={hours} value={own.data.hoursId} />
                ) : (
                  'Nine to five on weekdays'
                ),
              ],
              ['Other calendar', outside.data.url ?? <Nothing key="none" />],
            ]}
          />
          {outside.data.url ? (
            <HowItStands of={outside.data} />
          ) : (
            <Quiet>
              Connect your other calendar, and you are not booked while you have something there. Only the
              times are kept.
            </Quiet>
          )}
        </>
      )}
      {asking === 'hours' && (
        <CommandDialog
          title="Your hours of work"
          method="PATCH"
          path="/me/calendar"
          fields={[hours]}
          initial={{ hoursId: own.data?.hoursId ?? null }}
          submit="Save changes"
          touches={[model]}
          onClose={close}
        />
      )}
      {asking === 'outside' && (
        <CommandDialog
          title="Connect a calendar"
          path="/me/calendar/outside"
          fields={account}
          initial={{ url: outside.data?.url ?? '', login: outside.data?.login ?? '' }}
          submit="Connect"
          touches={[model]}
          onClose={close}
        >
          All calendars of this user are read every five minutes; nothing is changed there. The password is
          kept sealed, and shown to nobody.
        </CommandDialog>
      )}
    </Panel>
  )
}

function HowItStands({ of }: { of: Outside }) {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const ask = (path: string, words: string) => {
    setBusy(true)
    void post(`/me/calendar/outside/${path}`, {})
      .then(() => done(words))
      .catch((error: unknown) => failed('It is as it was', error))
      .then(() => refresh(client, [model]))
      .finally(() => setBusy(false))
  }
  return (
    <>
      <p>
        <Tag tone={of.error ? 'bad' : of.checkedAt ? 'good' : 'neutral'}>
          {of.error ? 'Failing' : of.checkedAt ? 'Healthy' : 'Not read yet'}
        </Tag>{' '}
        {of.busy === 1 ? 'One time is taken' : `${of.busy} times are taken`} in the coming nine weeks
      </p>
      {of.error && (
        <p>
          {of.error}{' '}
          {of.failingSince && (
            <>
              Since <InstantValue at={of.failingSince} />
            </>
          )}
          {of.nextAt && (
            <>
              ; tried again after <InstantValue at={of.nextAt} />
            </>
          )}
        </p>
      )}
      {of.checkedAt && (
        <p>
          Read last <InstantValue at={of.checkedAt} />
        </p>
      )}
      <Group gap={8}>
        <Button
          variant="default"
          loading={busy}
          leftSection={<RefreshCw size={14} />}
          onClick={() => ask('look', 'It was looked at; how that went stands here')}
        >
          Look now
        </Button>
        <Button
          variant="default"
          disabled={busy}
          onClick={() => ask('disconnect', 'It is read no more, and its times are forgotten')}
        >
          Disconnect
        </Button>
      </Group>
    </>
  )
}
