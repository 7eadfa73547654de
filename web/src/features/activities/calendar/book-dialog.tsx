import { useCommand } from '../../../api/commands.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { done } from '../../../ui/notices.ts'
import { RecordsInput } from '../inputs.tsx'
import { People, Records } from '../shown.tsx'

const fields: readonly Field[] = [
  { key: 'subject', label: 'What for', kind: 'text', required: true },
  { key: 'startsAt', label: 'From', kind: 'instant', required: true },
  { key: 'endsAt', label: 'Until', kind: 'instant', required: true },
  {
    key: 'participants',
    label: 'With',
    kind: 'own',
    Show: People,
    Input: (props) => <RecordsInput {...props} models={['contact', 'lead', 'user']} />,
  },
  {
    key: 'regarding',
    label: 'About',
    kind: 'own',
    Show: Records,
    Input: (props) => (
      <RecordsInput {...props} models={['account', 'contact', 'lead', 'opportunity', 'ticket']} />
    ),
  },
  { key: 'location', label: 'Place', kind: 'text' },
  { key: 'body', label: 'Agenda', kind: 'long-text' },
  { key: 'invites', label: 'Invite them by mail', kind: 'yes-no' },
  {
    key: 'exclusive',
    label: 'Nothing else at that time',
    kind: 'yes-no',
    hint: 'Nobody who takes part can be booked twice. It begins and ends on a quarter of an hour.',
  },
]

/** Books an appointment. */
export function BookDialog({ at, onClose }: { at: number; onClose: () => void }) {
  const command = useCommand()
  return (
    <AskDialog
      title="Book an appointment"
      fields={fields}
      initial={{
        startsAt: new Date(at).toISOString(),
        endsAt: new Date(at + 3_600_000).toISOString(),
        invites: true,
        exclusive: true,
      }}
      submit="Book"
      onClose={onClose}
      onSubmit={async (answers) => {
        const given = Object.entries(answers).filter(([, value]) => value !== null && value !== '')
        await command.mutateAsync({
          method: 'POST',
          path: '/activities',
          body: { kind: 'appointment', ...Object.fromEntries(given) },
          touches: ['activity'],
        })
        done('Booked')
      }}
    />
  )
}
