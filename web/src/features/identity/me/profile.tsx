import { Button, Group } from '@mantine/core'
import { KeyRound, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../../../api/session.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { FieldValue } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { picture } from '../../../records/picture-input.tsx'
import { done } from '../../../ui/notices.ts'
import { Facts } from '../../../ui/screen.tsx'
import { RoleName } from '../role-choice.tsx'
import { languages, timeZones } from './choices.ts'

const profile: readonly Field[] = [
  { key: 'name', label: 'Name', kind: 'text', required: true },
  { key: 'photo', label: 'Photo', ...picture({ width: 128, height: 128 }) },
  { key: 'phone', label: 'Telephone', kind: 'phone', hint: 'With the country, as in +256 700 123456' },
  { key: 'language', label: 'Language', kind: 'choice', required: true, choices: languages },
  { key: 'timeZone', label: 'Time zone', kind: 'choice', required: true, choices: timeZones },
]
const passwords: readonly Field[] = [
  { key: 'current', label: 'Current password', kind: 'password', required: true },
  { key: 'password', label: 'New password', kind: 'password', required: true },
]

/** Who one is here. */
export function Profile() {
  const me = useMe()
  const [editing, setEditing] = useState<'profile' | 'password' | null>(null)
  const close = () => setEditing(null)
  return (
    <Panel
      title="Profile"
      aside={
        <Group gap={8}>
          <Button
            variant="default"
            leftSection={<KeyRound size={14} />}
            onClick={() => setEditing('password')}
          >
            Change password
          </Button>
          <Button variant="default" leftSection={<Pencil size={14} />} onClick={() => setEditing('profile')}>
            Edit profile
          </Button>
        </Group>
      }
    >
      <Facts
        facts={[
          ['E-mail', me.email],
          ['Role', <RoleName key="role" value={me.role} />],
          ...profile.map(
            (field) =>
              [
                field.label,
                <FieldValue key={field.key} field={field} value={me[field.key as keyof typeof me]} />,
              ] as const,
          ),
        ]}
      />
      {editing === 'profile' && (
        <CommandDialog
          title="Edit profile"
          method="PATCH"
          path="/me"
          fields={profile}
          initial={me}
          submit="Save changes"
          touches={['me', 'user', 'onboarding']}
          onClose={close}
        />
      )}
      {editing === 'password' && (
        <CommandDialog
          title="Change password"
          path="/me/password"
          fields={passwords}
          submit="Change password"
          touches={['ownSession']}
          onDone={() => done('Your password is changed, and your other sessions have ended')}
          onClose={close}
        >
          You stay signed in here; all your other sessions end.
        </CommandDialog>
      )}
    </Panel>
  )
}
