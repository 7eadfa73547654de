import { Code, Group, List } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { nameOf, useDirectory } from '../../records/names.ts'
import { Panel } from '../../records/panel.tsx'
import { InstantValue } from '../../time/instant.tsx'
import { CopyText } from '../../ui/copy.tsx'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { Nothing } from '../../ui/values.tsx'

/** Where a directory sends users and teams by SCIM, how it is connected, and which keys let one in (INT-08). */
export function DirectoryScreen() {
  const url = `${window.location.origin}/scim/v2`
  const may = useMay()
  return (
    <Screen
      title="Directory"
      about="Users and teams come from your directory (Entra ID, Okta or another one) by SCIM 2.0: who joins can sign in, who leaves is out at once."
    >
      <Panel title="Connecting">
        <Group gap={8} wrap="nowrap">
          <Code block aria-label="Address">
            {url}
          </Code>
          <CopyText value={url} />
        </Group>
        <List type="ordered" spacing={4}>
          <List.Item>
            Make an API key that may <Code>user.provision</Code>, and nothing else, in{' '}
            <Link to="/me">your profile</Link>. The directory acts in your name and gives no rights that you
            lack.
          </List.Item>
          <List.Item>
            Say in{' '}
            <Link to="/settings/$setting" params={{ setting: 'sign-in' }}>
              Sign-in rules
            </Link>{' '}
            which role somebody has of whom the directory says none.
          </List.Item>
          <List.Item>
            Entra ID: Enterprise applications › New application › Create your own › Provisioning › Automatic.
            Tenant URL is the address above, Secret token the key. Leave the attribute mapping as it is; map
            an app role to <Code>roles</Code> where the directory is to say the role.
          </List.Item>
          <List.Item>
            Okta: an app with SCIM 2.0 by header authentication. Base URL is the address above, unique
            identifier <Code>userName</Code>, the key behind <Code>Bearer</Code>. Switch on create, update and
            deactivate; push groups that are teams.
          </List.Item>
        </List>
        <Quiet>
          A group is a team, and everybody is in one at most: who is added to a second one moves there.
          Passwords are never taken.
        </Quiet>
      </Panel>
      {may('apiKey.read') && <Keys />}
    </Screen>
  )
}

/** The keys by which a directory can come, and when it last did. */
function Keys() {
  const users = useDirectory('user')
  const query = useQuery({
    queryKey: ['apiKey', 'all'],
    queryFn: ({ signal }) => read('/api-keys', { signal }),
  })
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={2} label="Loading the keys" />
  const keys = query.data.items.filter(
    ({ scopes, revokedAt }) => revokedAt === null && scopes.includes('user.provision'),
  )
  return (
    <Panel title="Keys that let a directory in">
      {keys.length === 0 ? (
        <Quiet>There is none: no directory is connected.</Quiet>
      ) : (
        <Table label="Keys of directories" head={['Name', 'Acts in the name of', 'Last used', 'Ends']}>
          {keys.map(({ id, name, ownerId, usedAt, expiresAt }) => (
            <tr key={id}>
              <td>{name}</td>
              <td>{nameOf(users.find((user) => user.id === ownerId)) ?? <Nothing />}</td>
              <td>{usedAt ? <InstantValue at={usedAt} /> : 'Never'}</td>
              <td>
                <InstantValue at={expiresAt} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
