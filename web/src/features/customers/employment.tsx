import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../api/queries.ts'
import type { Replies } from '../../api/types.gen.ts'
import { FieldValue, Reference } from '../../records/field-value.tsx'
import { Panel } from '../../records/panel.tsx'
import classes from '../../records/related.module.css'
import { useView } from '../../time/use-time.ts'
import { day } from '../../ui/format.ts'
import { formatsNow } from '../../ui/formats.ts'
import { Failure, Waiting } from '../../ui/states.tsx'
import { Nothing } from '../../ui/values.tsx'
import { dateAt } from '../../ui/zone.ts'

type Employments = Replies['/contacts/{id}/employments']

/** Where they work and have worked (CUS-02). */
export function Employment({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(
    derivedQuery<Employments>('contact', `/contacts/${id}/employments`, {}, useView()),
  )
  if (error) return <Failure error={error} retry={() => void refetch()} />
  return (
    <Panel title="Employment">
      {!data ? (
        <Waiting rows={2} />
      ) : data.items.length === 0 ? (
        <p className={classes.empty}>No account is known at which they work or have worked.</p>
      ) : (
        <table className={classes.table}>
          <tbody>
            {data.items.map(({ accountId, accountName, title, from, to }) => (
              <tr key={`${accountId} ${from}`}>
                <td className={classes.title}>
                  {accountId ? (
                    <Reference model="account" id={accountId} name={accountName ?? null} />
                  ) : (
                    <Nothing />
                  )}
                </td>
                <td>
                  <FieldValue field={{ key: 'title', label: 'Job title', kind: 'text' }} value={title} />
                </td>
                <td>
                  {to === null && 'Since '}
                  {dayAt(from)}
                  {to !== null && ` to ${dayAt(to)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

/** Of a job the day is enough. */
const dayAt = (instant: string) => day(dateAt(new Date(instant), formatsNow().timeZone))
