import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/client.ts'
import type { OwnSession } from '../../../api/models.ts'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Nothing } from '../../../ui/values.tsx'
import { browserOf } from '../browser.ts'

/** Where a user is signed in now. */
export function UserSessions({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ['userSession', id],
    queryFn: ({ signal }) => read<{ items: OwnSession[] }>(`/users/${id}/sessions`, { signal }),
  })
  return (
    <Panel title="Signed in now">
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={2} label="Loading the sessions" />
      ) : query.data.items.length === 0 ? (
        <Quiet>Not signed in anywhere.</Quiet>
      ) : (
        <Table label="Sessions of this user" head={['Browser', 'Address', 'Signed in', 'Last seen']}>
          {query.data.items.map(({ id: session, userAgent, ip, createdAt, seenAt }) => (
            <tr key={session}>
              <td title={userAgent ?? undefined}>{browserOf(userAgent)}</td>
              <td>{ip ?? <Nothing />}</td>
              <td>
                <InstantValue at={createdAt} />
              </td>
              <td>
                <InstantValue at={seenAt} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
