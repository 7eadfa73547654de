import { Button, Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Ellipsis, UserRoundCheck, UserRoundX } from 'lucide-react'
import { useState } from 'react'
import { post } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import type { User } from '../../../api/models.ts'
import { useMay } from '../../../api/session.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { confirmation } from '../../../records/confirm.ts'
import { RecordPage } from '../../../records/page.tsx'
import { useSensitive } from '../../../records/prove-again.tsx'
import type { Resource } from '../../../records/resource.ts'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { type InitialPassword, IssuedPassword, IssuePassword } from './issue-password.tsx'
import { Reassign } from './reassign.tsx'
import { UserSessions } from './sessions.tsx'

type Asked = 'deactivate' | 'remove' | 'reactivate' | 'issue-password' | 'reassign'

const typed = confirmation('remove')

export function UserPage({ resource, id }: { resource: Resource<User>; id: string }) {
  const may = useMay()
  const client = useQueryClient()
  const sensitive = useSensitive()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [issued, setIssued] = useState<InitialPassword | null>(null)
  const close = () => setAsked(null)
  return (
    <>
      <RecordPage
        resource={resource}
        id={id}
        actions={(row) => !row.removed && <Actions row={row} onAsk={setAsked} />}
      >
        {() => may('session.read') && <UserSessions id={id} />}
      </RecordPage>
      {asked === 'deactivate' && (
        <CommandDialog
          title="Deactivate this user"
          path={`/users/${id}/deactivate`}
          fields={[]}
          submit="Deactivate"
          grave
          touches={['user', 'userSession']}
          // What they own needs somebody else to look after it.
          onDone={() => window.setTimeout(() => setAsked(may('user.reassign') ? 'reassign' : null))}
          onClose={close}
        >
          Their sessions, keys and live connections end at once. Nothing of theirs is deleted, and the history
          goes on naming them.
        </CommandDialog>
      )}
      {asked === 'reactivate' && (
        <CommandDialog
          title="Reactivate this user"
          path={`/users/${id}/reactivate`}
          fields={[]}
          submit="Reactivate"
          touches={['user']}
          onClose={close}
        >
          They can sign in again with the password and the second factor they had.
        </CommandDialog>
      )}
      {asked === 'issue-password' && <IssuePassword id={id} onIssued={setIssued} onClose={close} />}
      {issued && <IssuedPassword issued={issued} onClose={() => setIssued(null)} />}
      {asked === 'remove' && (
        <AskDialog
          title="Remove this user"
          fields={[typed.field]}
          submit="Remove for good"
          grave
          onSubmit={async ({ confirmation }) => {
            typed.check(confirmation)
            await sensitive(() => post(`/users/${id}`, {}, undefined, 'DELETE'))
            done('The user is removed')
            await refresh(client, ['user'])
          }}
          onClose={close}
        >
          Name, address and telephone are destroyed for good, here and in the log. The history goes on naming
          an id.
        </AskDialog>
      )}
      {asked === 'reassign' && <Reassign id={id} onClose={close} />}
    </>
  )
}

function Actions({ row, onAsk }: { row: User; onAsk: (asked: Asked) => void }) {
  const sensitive = useSensitive()
  const refusal = useRefusal()
  const act = (path: string, words: string) =>
    sensitive(() => post(`/users/${row.id}/${path}`, {})).then(
      () => done(words),
      (error: unknown) => failed('Nothing was changed', error),
    )
  const others = [
    { label: 'Give an initial password', needs: 'user.set-password', run: () => onAsk('issue-password') },
    { label: 'Hand over what they own', needs: 'user.reassign', run: () => onAsk('reassign') },
    {
      label: 'Reset the second factor',
      needs: 'user.remove-second-factor',
      run: () => void act('reset-second-factor', 'The second factor is removed, and all sessions have ended'),
    },
    {
      label: 'End all sessions',
      needs: 'session.end',
      run: () => void act('end-sessions', 'All sessions have ended'),
    },
    ...(row.active ? [] : [{ label: 'Remove for good', needs: 'privacy.erase', run: () => onAsk('remove') }]),
  ].filter(({ needs }) => refusal(needs) === undefined)
  return (
    <>
      {others.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" aria-label="More to do with this user">
              <Ellipsis size={14} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map(({ label, run }) => (
              <Menu.Item key={label} onClick={run}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {row.active ? (
        <WriteButton
          variant="default"
          permission="user.deactivate"
          leftSection={<UserRoundX size={14} />}
          onClick={() => onAsk('deactivate')}
        >
          Deactivate
        </WriteButton>
      ) : (
        <WriteButton
          variant="default"
          permission="user.reactivate"
          leftSection={<UserRoundCheck size={14} />}
          onClick={() => onAsk('reactivate')}
        >
          Reactivate
        </WriteButton>
      )}
    </>
  )
}
