import { Link } from '@tanstack/react-router'
import { useLive } from '../../live/live.tsx'
import { Reference } from '../../records/field-value.tsx'
import { Report } from '../../records/report.tsx'
import type { Search } from '../../time/time.ts'
import { count, counted, percent } from '../../ui/format.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { Nothing } from '../../ui/values.tsx'
import { stillOpen } from '../sales/lead.entry.ts'
import type { Capacity, Reasons, Referrals } from './lead-reports.entry.ts'

/** What came of leads, as far as the reader sees them: why they were set aside, who brought them, and who has how many. */
export function LeadReports() {
  useLive('lead')
  return (
    <Screen title="Lead reports" about="Of the leads that you may see, as they stand at the time shown.">
      <Report<Reasons> model="lead" title="Why leads are set aside" path="/lead-reasons">
        {({ items, total }) =>
          total === 0 ? (
            <Quiet>No lead stands disqualified or put off.</Quiet>
          ) : (
            <Table label="Reasons" head={['Leads are', 'Because', 'Leads', 'Share']}>
              {items.map(({ status, reason, leads }) => (
                <tr key={`${status} ${reason}`}>
                  <td>{status === 'recycled' ? 'Put off' : 'Disqualified'}</td>
                  <td>{reason}</td>
                  <td>
                    <Leads
                      count={leads}
                      search={
                        status === 'recycled'
                          ? { status, recycledReason: reason }
                          : { status, disqualifiedReason: reason }
                      }
                    />
                  </td>
                  <td>{percent(leads / total)}</td>
                </tr>
              ))}
            </Table>
          )
        }
      </Report>
      <Report<Capacity> model="lead" title="Who has how much to do" path="/lead-capacity">
        {({ items, unassigned }) => (
          <>
            <Quiet>
              {counted(unassigned, 'open lead has', 'open leads have')} no owner. How many one person takes is
              said under Rule sets.
            </Quiet>
            <Table label="Capacity" head={['Person', 'Team', 'Open leads', 'Takes', 'Gets more']}>
              {items.map(({ userId, userName, teamId, open, capacity, away, free }) => (
                <tr key={userId}>
                  <td>
                    <Reference model="user" id={userId} name={userName ?? null} />
                  </td>
                  <td>{teamId ? <Reference model="team" id={teamId} /> : <Nothing />}</td>
                  <td>
                    <Leads count={open} search={{ ownerId: userId, where: stillOpen }} />
                  </td>
                  <td>{capacity === null ? 'as many as come' : count(capacity)}</td>
                  <td>{away ? 'Away' : free ? 'Yes' : 'No'}</td>
                </tr>
              ))}
            </Table>
          </>
        )}
      </Report>
      <Report<Referrals> model="lead" title="Who brought leads" path="/lead-referrals">
        {({ items, total }) =>
          total === 0 ? (
            <Quiet>No lead names the contact who brought it.</Quiet>
          ) : (
            <Table
              label="Referrals"
              head={['Referred by', 'Leads', 'Qualified', 'Disqualified', 'Converted', 'Became deals']}
            >
              {items.map(
                ({ referrerId = '', referrerName, leads, qualified, disqualified, converted = 0 }) => (
                  <tr key={referrerId}>
                    <td>
                      <Reference model="contact" id={referrerId} name={referrerName ?? null} />
                    </td>
                    <td>
                      <Leads count={leads} search={{ referrerId }} />
                    </td>
                    <td>{count(qualified)}</td>
                    <td>{count(disqualified)}</td>
                    <td>{count(converted)}</td>
                    <td>{percent(converted / leads)}</td>
                  </tr>
                ),
              )}
            </Table>
          )
        }
      </Report>
    </Screen>
  )
}

/** The list of those that a number counts. */
function Leads({ count: leads, search }: { count: number; search: Search }) {
  return (
    <Link to="/$path" params={{ path: 'leads' }} search={search}>
      {count(leads)}
    </Link>
  )
}
