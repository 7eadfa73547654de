import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { Quiet } from '../../../ui/screen.tsx'
import type { Ticket } from '../ticket.entry.ts'

/** What whoever asked thinks of a closed ticket, once they were asked (TIC-18). */
export function Rating({ row }: { row: Ticket }) {
  const { surveyedAt, score, scale, comment, ratedAt } = row
  if (!surveyedAt) return null
  return (
    <Panel title="What the customer thinks">
      {score == null ? (
        <Quiet>
          Asked <InstantValue at={surveyedAt} />, and not answered yet.
        </Quiet>
      ) : (
        <>
          <p>
            <strong>
              {score} of {scale}
            </strong>{' '}
            {ratedAt && <InstantValue at={ratedAt} />}
          </p>
          {comment && <p>{comment}</p>}
        </>
      )}
    </Panel>
  )
}
