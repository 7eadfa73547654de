import { useState } from 'react'
import { useMe } from '../../../api/session.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { sendingFields, usual } from '../report-schedule.tsx'

/** Has a report sent by itself from now on. */
export function SendReport({ id, name }: { id: string; name: string | null | undefined }) {
  const [open, setOpen] = useState(false)
  const me = useMe().id
  return (
    <>
      <WriteButton permission="reportSchedule.create" variant="default" onClick={() => setOpen(true)}>
        Send regularly
      </WriteButton>
      {open && (
        <CommandDialog
          title={`Send ${name ?? 'this report'} by mail`}
          submit="Have it sent"
          path="/report-schedules"
          body={{ reportId: id }}
          touches={['reportSchedule']}
          fields={sendingFields}
          initial={{ ...usual, recipientIds: [me] }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
