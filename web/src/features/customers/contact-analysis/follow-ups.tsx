import { Link } from '@tanstack/react-router'
import { useMe } from '../../../api/session.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { count } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import type { ContactAnalysis } from '../contact-analysis.entry.ts'
import { followUp, LastTouch, reasonsIn } from './shown.tsx'

/** One's own contacts who decide and were left alone; on the home page (CUS-06). */
export function FollowUps({ title }: { title: string }) {
  const ownerId = useMe().id
  useLive('contact')
  useLive('activity')
  return (
    <Report<ContactAnalysis>
      model="contact"
      title={title}
      path="/contact-analysis"
      parameters={{ ...followUp, ownerId, limit: 10 }}
      aside={
        <Link to="/$path" params={{ path: 'contact-analysis' }}>
          Contact analysis
        </Link>
      }
    >
      {({ contacts }) =>
        contacts.length === 0 ? (
          <Quiet>
            Nobody of yours with a weight of {followUp.weightFrom} or more was left alone for{' '}
            {followUp.untouchedDays} days.
          </Quiet>
        ) : (
          <Table label={`${title}, table`} head={['Contact', 'Weight', 'Last touch']}>
            {contacts.map((one) => (
              <tr key={one.contactId}>
                <td>
                  <Reference model="contact" id={one.contactId} name={one.name ?? null} />
                </td>
                <td title={reasonsIn(one)}>{count(one.weight)}</td>
                <td>
                  <LastTouch of={one} />
                </td>
              </tr>
            ))}
          </Table>
        )
      }
    </Report>
  )
}
