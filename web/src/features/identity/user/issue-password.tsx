import { useQueryClient } from '@tanstack/react-query'
import { post } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { ToldOnce } from '../told-once.tsx'

export interface InitialPassword {
  password: string
  changeBy: string
}

/** A first password for somebody, or one in the place of what they forgot: nobody chooses it, and it does not last. */
export function IssuePassword({
  id,
  onIssued,
  onClose,
}: {
  id: string
  onIssued: (issued: InitialPassword) => void
  onClose: () => void
}) {
  const client = useQueryClient()
  return (
    <AskDialog
      title="Give an initial password"
      fields={[]}
      submit="Make the password"
      onSubmit={async () => {
        onIssued(await post<InitialPassword>(`/users/${id}/issue-password`, {}))
        await refresh(client, ['user', 'userSession'])
      }}
      onClose={onClose}
    >
      Hindsight makes one up and shows it once. Whoever signs in with it must choose their own before anything
      else. All their sessions end.
    </AskDialog>
  )
}

export function IssuedPassword({ issued, onClose }: { issued: InitialPassword; onClose: () => void }) {
  return (
    <ToldOnce
      title="The initial password"
      label="Initial password"
      secret={issued.password}
      onClose={onClose}
    >
      Tell them in person, or in a way by which you know that it is them. Until{' '}
      <InstantValue at={issued.changeBy} /> it lets them choose a password of their own, and nothing else.
    </ToldOnce>
  )
}
