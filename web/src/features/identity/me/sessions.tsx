import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { post, read } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Table } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import { browserOf } from '../browser.ts'

/** Where one is signed in, and how to sign out elsewhere. */
export function Sessions() {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: ['ownSession'],
    queryFn: ({ signal }) => read('/me/sessions', { signal }),
  })
  const end = (path: string, words: string) =>
    post(`/me/sessions/${path}`, {})
      .then(() => done(words))
      .catch((error: unknown) => failed('The session goes on', error))
      .then(() => refresh(client, ['ownSession']))
  const items = query.data?.items ?? []
  return (
    <Panel
      title="Where you are signed in"
      aside={
        items.length > 1 && (
          <Button variant="default" onClick={() => void end('end-others', 'All other sessions have ended')}>
            End all others
          </Button>
        )
      }
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={2} label="Loading your sessions" />
      ) : (
        <Table label="Your sessions" head={['Browser', 'Address', 'Signed in', 'Last seen', '']}>
          {items.map((session) => (
            <tr key={session.id}>
              <td title={session.userAgent ?? undefined}>{browserOf(session.userAgent)}</td>
              <td>{session.ip ?? <Nothing />}</td>
              <td>
                <InstantValue at={session.createdAt} />
              </td>
              <td>
                <InstantValue at={session.seenAt} />
              </td>
              <td data-right>
                {session.current ? (
                  <Tag tone="good">This one</Tag>
                ) : (
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() => void end(`${session.id}/end`, 'The session has ended')}
                  >
                    End
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
