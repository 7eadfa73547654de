import { useState } from 'react'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { sharingFields } from '../report-link.tsx'

/** Shows a report to somebody without an account, until a day. */
export function ShareReport({ id, name }: { id: string; name: string | null | undefined }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <WriteButton permission="reportLink.make" variant="default" onClick={() => setOpen(true)}>
        Share by link
      </WriteButton>
      {open && (
        <CommandDialog
          title={`Share ${name ?? 'this report'} by a link`}
          submit="Make a link"
          path="/report-links"
          body={{ reportId: id }}
          touches={['reportLink']}
          fields={sharingFields}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
