import { useCommand } from '../../../api/commands.ts'
import { RecordPage } from '../../../records/page.tsx'
import { Related } from '../../../records/related.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { enrolment } from '../enrolment.tsx'

/** Somebody on their way through a sequence: what they were sent, and what can be done about it. */
export function EnrolmentPage({ id }: { id: string }) {
  const command = useCommand()
  const run = (verb: string, words: string) =>
    command.mutate(
      { method: 'POST', path: `/enrolments/${id}/${verb}`, touches: ['enrolment', 'sequence'] },
      { onSuccess: () => done(words), onError: (error) => failed('It stays as it is', error) },
    )
  return (
    <RecordPage
      resource={enrolment}
      id={id}
      actions={({ status }) => (
        <>
          {status === 'active' && (
            <WriteButton
              permission="enrolment.pause"
              variant="default"
              onClick={() => run('pause', 'They stay where they are')}
            >
              Pause
            </WriteButton>
          )}
          {status === 'paused' && (
            <WriteButton permission="enrolment.resume" onClick={() => run('resume', 'They go on')}>
              Go on
            </WriteButton>
          )}
          {(status === 'active' || status === 'paused') && (
            <WriteButton
              permission="enrolment.exit"
              variant="default"
              onClick={() => run('exit', 'They have left')}
            >
              Take out
            </WriteButton>
          )}
        </>
      )}
    >
      {(row) => (
        <Related
          model="mailingRecipient"
          title="What they were sent"
          where={{ enrolmentId: row.id }}
          columns={['status', 'leftOut', 'sentAt', 'clicks', 'respondedAt']}
          empty="No mail was for them yet."
        />
      )}
    </RecordPage>
  )
}
