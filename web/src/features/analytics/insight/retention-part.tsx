import type { Replies } from '../../../api/types.gen.ts'
import { Report } from '../../../records/report.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { count, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Opening } from '../opening.tsx'
import { Between, Told, tenth } from './figures.tsx'

type Found = Replies['/marketing-lists/{id}/retention']
type Group = NonNullable<Found['members']>

/** On a list of customers: how many were kept since it was made. */
export function RetentionPart({ id }: { id: string }) {
  return (
    <Report<Found>
      model="marketingList order opportunity"
      title="Customers kept"
      path={`/marketing-lists/${id}/retention`}
    >
      {({ since, members, alike, watchedDays, days, openKept, method }) =>
        since === null || since === undefined || !members || members.customers === 0 ? (
          <Quiet>No customers were put into this list.</Quiet>
        ) : (
          <>
            <Quiet>
              Since <InstantValue at={since} />: {tenth(watchedDays)} of {count(days)} days.
            </Quiet>
            <Table
              label="Customers kept"
              head={['Who', 'Customers', 'Kept', 'Share', '95 % interval', 'Expected']}
            >
              <Row name="In this list" of={members} where={openKept} />
              <Row name="Alike, outside of it" of={alike} where={null} />
            </Table>
            <Quiet>{method}</Quiet>
          </>
        )
      }
    </Report>
  )
}

function Row({ name, of, where }: { name: string; of: Group; where: unknown }) {
  return (
    <tr>
      <td>{name}</td>
      <td data-right>{count(of.customers)}</td>
      <td data-right>
        <Opening model="account" where={where}>
          {count(of.kept)}
        </Opening>
      </td>
      <td data-right>
        <Told value={of.share} words={percent} />
      </td>
      <td data-right>
        <Between low={of.low} high={of.high} words={percent} />
      </td>
      <td data-right>
        <Told value={of.expected} words={tenth} />
      </td>
    </tr>
  )
}
