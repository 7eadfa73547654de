import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { DocumentButton } from '../../../records/document.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import type { Letter } from '../letter.entry.ts'
import { letter } from '../letter.tsx'

/** A letter: to be printed, and then said to be posted, or to have come back. */
export function LetterPage({ id }: { id: string }) {
  const [asking, setAsking] = useState(false)
  const command = useCommand()
  const post = () =>
    command.mutate(
      { method: 'POST', path: `/letters/${id}/post`, body: {}, touches: ['letter', 'activity'] },
      { onSuccess: () => done('It was posted'), onError: (error) => failed('It stays as it is', error) },
    )
  return (
    <RecordPage<Letter>
      resource={letter}
      id={id}
      actions={(row) => (
        <>
          <DocumentButton path={`/letters/${row.id}/document`} name={row.subject ?? 'letter'} />
          {row.status === 'written' && (
            <WriteButton permission="letter.post" onClick={post}>
              It was posted
            </WriteButton>
          )}
          {row.status === 'posted' && (
            <WriteButton permission="letter.return" variant="default" onClick={() => setAsking(true)}>
              It came back
            </WriteButton>
          )}
          {asking && (
            <CommandDialog
              title="Why did it come back?"
              path={`/letters/${row.id}/return`}
              fields={[{ key: 'reason', label: 'As the post says', kind: 'text' }]}
              submit="It came back"
              touches={['letter']}
              onClose={() => setAsking(false)}
            />
          )}
        </>
      )}
    />
  )
}
