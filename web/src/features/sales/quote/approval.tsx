import { useState } from 'react'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done } from '../../../ui/notices.ts'
import type { Quote } from '../quote.entry.ts'

const dialogs = {
  'request-approval': {
    title: 'Ask for approval',
    label: 'Why is this given away?',
    required: true,
    submit: 'Ask',
    said: 'Asked. Whoever may approve it finds it among the quotes that wait.',
  },
  approve: {
    title: 'Approve what is given away',
    label: 'Why?',
    required: false,
    submit: 'Approve',
    said: 'Approved: the quote can be sent',
  },
  'decline-approval': {
    title: 'Decline to approve it',
    label: 'Why not?',
    required: true,
    submit: 'Decline',
    said: 'Declined',
  },
} as const

/** What a draft gives away above somebody's limit needs the word of somebody else (QTC-04). */
export function ApprovalSteps({ row }: { row: Quote }) {
  const [asked, setAsked] = useState<keyof typeof dialogs | null>(null)
  if (row.status !== 'draft' || !row.discountPercent || row.approval === 'approved') return null
  const dialog = asked && dialogs[asked]
  return (
    <>
      {row.approval === 'requested' ? (
        <>
          <WriteButton variant="default" permission="quote.approve" onClick={() => setAsked('approve')}>
            Approve
          </WriteButton>
          <WriteButton
            variant="default"
            permission="quote.decline-approval"
            onClick={() => setAsked('decline-approval')}
          >
            Decline
          </WriteButton>
        </>
      ) : (
        <WriteButton
          variant="default"
          permission="quote.request-approval"
          onClick={() => setAsked('request-approval')}
        >
          Ask for approval
        </WriteButton>
      )}
      {asked && dialog && (
        <CommandDialog
          title={`${dialog.title}: ${row.discountPercent} %`}
          path={`/quotes/${row.id}/${asked}`}
          fields={[{ key: 'reason', label: dialog.label, kind: 'long-text', required: dialog.required }]}
          submit={dialog.submit}
          ifMatch={row.revision}
          touches={['quote']}
          onDone={() => done(dialog.said)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
