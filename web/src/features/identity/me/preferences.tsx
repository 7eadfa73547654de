import { Button, Switch } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { read } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import type { NoticeKinds } from '../../../api/models.ts'
import { useMe } from '../../../api/session.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { recordAt } from '../../../records/entry.ts'
import type { Field } from '../../../records/field.ts'
import { FieldValue } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { nounOf } from '../../../records/resource.ts'
import { addressOf } from '../../../records/views.ts'
import { useNow } from '../../../ui/clock.ts'
import { dayAndTime, money, sentence } from '../../../ui/format.ts'
import { localeOf } from '../../../ui/formats.ts'
import { usePreferences } from '../../../ui/preferences.ts'
import { Facts, Quiet, Screen, Table } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/values.tsx'
import { dateFormats, locales, startPages } from './choices.ts'

/** How things look for one person, and what they are told of. It is theirs on every device, and nobody else's. */
export function PreferencesScreen() {
  return (
    <Screen title="Preferences" about="Yours on every device, and nobody else’s.">
      <Looks />
      <Notices />
      <SavedViews />
    </Screen>
  )
}

function Looks() {
  const { preferences } = usePreferences()
  const { language } = useMe()
  const [editing, setEditing] = useState(false)
  const now = useNow(30_000)
  const own = localeOf(language)
  const fields: readonly Field[] = [
    {
      key: 'locale',
      label: 'Numbers and dates',
      kind: 'choice',
      choices: locales,
      hint: `Empty: as the language of your profile has them (${own})`,
    },
    { key: 'dateFormat', label: 'Order of dates', kind: 'choice', required: true, choices: dateFormats },
    { key: 'startPage', label: 'Start page', kind: 'choice', required: true, choices: startPages() },
  ]
  return (
    <Panel
      title="Formats and start"
      aside={
        <Button variant="default" leftSection={<Pencil size={14} />} onClick={() => setEditing(true)}>
          Edit
        </Button>
      }
    >
      <Facts
        facts={[
          ...fields.map(
            (field) =>
              [
                field.label,
                field.key === 'locale' && preferences.locale === null ? (
                  `As your language (${own})`
                ) : (
                  <FieldValue
                    key={field.key}
                    field={field}
                    value={preferences[field.key as keyof typeof preferences]}
                  />
                ),
              ] as const,
          ),
          ['So it looks', `${dayAndTime(now)} · ${money({ amount: 1_234_550, currency: 'EUR' })}`],
        ]}
      />
      <Quiet>
        Your language and time zone stand in <Link to="/me">your profile</Link>.
      </Quiet>
      {editing && (
        <CommandDialog
          title="Formats and start"
          method="PATCH"
          path="/me/preferences"
          fields={fields}
          initial={preferences}
          submit="Save changes"
          touches={['preferences']}
          onClose={() => setEditing(false)}
        />
      )}
    </Panel>
  )
}

const ways = [
  { way: 'inApp', label: 'In the app' },
  { way: 'email', label: 'By e-mail' },
] as const
const both = { inApp: true, email: true }

function Notices() {
  const { preferences, save } = usePreferences()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: ['noticeKinds'],
    queryFn: ({ signal }) => read<NoticeKinds>('/me/notices/kinds', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const choose = async (kind: string, way: 'inApp' | 'email', on: boolean) => {
    await save(({ notifications }) => ({
      notifications: { ...notifications, [kind]: { ...both, ...notifications[kind], [way]: on } },
    }))
    await refresh(client, ['notice'])
  }
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting rows={8} label="Loading notices" />
  return (
    <Panel title="Notices">
      <Table label="Notices" head={['Tell me', ...ways.map(({ label }) => label)]}>
        {data.items.map(({ kind, title }) => (
          <tr key={kind}>
            <td>{title}</td>
            {ways.map(({ way, label: how }) => (
              <td key={way}>
                <Switch
                  aria-label={`${title}: ${how.toLowerCase()}`}
                  checked={(preferences.notifications[kind] ?? both)[way]}
                  onChange={(event) => void choose(kind, way, event.currentTarget.checked)}
                />
              </td>
            ))}
          </tr>
        ))}
      </Table>
      <Switch
        label="Gather mails: one a day, in the morning"
        checked={preferences.mails === 'daily'}
        onChange={(event) => void save(() => ({ mails: event.currentTarget.checked ? 'daily' : 'each' }))}
      />
      <Quiet>
        You are not told of what you do yourself. What goes to your whole team stands in the app only.
        {!data.mails && ' Mail is not set up here, so none is sent; what you choose holds once it is.'}
      </Quiet>
    </Panel>
  )
}

function SavedViews() {
  const { preferences, save } = usePreferences()
  const views = preferences.savedViews
  return (
    <Panel title="Saved views">
      {views.length === 0 ? (
        <Quiet>
          None yet. On a list, choose filters, a sort and columns, and save them as a view: press V.
        </Quiet>
      ) : (
        <Table label="Saved views" head={['List', 'View', 'Holds', '']}>
          {views.map((view) => (
            <tr key={view.id}>
              <td>{nounOf(recordAt(view.list)?.many ?? view.list)}</td>
              <td>
                <Link to="/$path" params={{ path: view.list }} search={addressOf(view)}>
                  {view.name}
                </Link>{' '}
                {view.isDefault && <Tag>Opens the list</Tag>}
              </td>
              <td>{Object.keys(view.filters).map(filterWords).join(', ') || 'No filter'}</td>
              <td data-right>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Remove ${view.name}`}
                  onClick={() =>
                    void save(({ savedViews }) => ({
                      savedViews: savedViews.filter(({ id }) => id !== view.id),
                    }))
                  }
                >
                  Remove
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}

const filterWords = (key: string) => (key === 'q' ? 'Words searched' : sentence(key.replace(/Id$/, '')))
