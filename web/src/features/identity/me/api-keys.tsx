import { Button, Code } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { post, read } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import type { ApiKey } from '../../../api/models.ts'
import { useMay } from '../../../api/session.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { catalog } from '../../../records/entry.ts'
import type { Field } from '../../../records/field.ts'
import { Panel } from '../../../records/panel.tsx'
import { useSensitive } from '../../../records/prove-again.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import { ToldOnce } from '../told-once.tsx'

interface Made {
  key: string
  /** Under what name it opens SQL; null: it does not. */
  sqlUser: string | null
}

/** Keys for programs that act in one's name. */
export function ApiKeys() {
  const client = useQueryClient()
  const sensitive = useSensitive()
  const fields = useFields()
  const [asking, setAsking] = useState(false)
  const [made, setMade] = useState<Made | null>(null)
  const query = useQuery({
    queryKey: ['apiKey'],
    queryFn: ({ signal }) => read('/me/api-keys', { signal }),
  })
  const again = () => refresh(client, ['apiKey'])
  const revoke = ({ id, name }: ApiKey) =>
    post(`/me/api-keys/${id}/revoke`, {})
      .then(() => done(`${name} opens nothing any more`))
      .catch((error: unknown) => failed('The key stays in force', error))
      .then(again)
  return (
    <Panel
      title="API keys"
      aside={
        <Button variant="default" leftSection={<Plus size={14} />} onClick={() => setAsking(true)}>
          New API key
        </Button>
      }
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={1} label="Loading your API keys" />
      ) : query.data.items.length === 0 ? (
        <Quiet>A key lets a program act in your name, within the limits you give it. You have none.</Quiet>
      ) : (
        <Table label="Your API keys" head={['Name', 'Begins with', 'May', 'Last used', 'Ends', '']}>
          {query.data.items.map((key) => (
            <tr key={key.id}>
              <td>{key.name}</td>
              <td>
                <Code>{key.prefix}</Code>
              </td>
              <td>
                {key.scopes.join(', ')}
                {key.sqlUser !== null && <Quiet>In SQL {key.sqlUser}</Quiet>}
              </td>
              <td>{key.usedAt ? <InstantValue at={key.usedAt} /> : <Nothing />}</td>
              <td>
                <InstantValue at={key.revokedAt ?? key.expiresAt} />
              </td>
              <td data-right>
                {key.revokedAt ? (
                  <Tag>Revoked</Tag>
                ) : (
                  <Button size="compact-xs" variant="default" onClick={() => void revoke(key)}>
                    Revoke
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {asking && (
        <AskDialog
          title="New API key"
          fields={fields}
          initial={{ days: 90, scopes: [] }}
          submit="Make the key"
          onSubmit={async (answers) => {
            setMade(await sensitive(() => post<Made>('/me/api-keys', answers)))
            await again()
          }}
          onClose={() => setAsking(false)}
        />
      )}
      {made && (
        <ToldOnce title="Your new API key" label="API key" secret={made.key} onClose={() => setMade(null)}>
          Put it where the program finds it. Whoever has it can act in your name.
          {made.sqlUser !== null && ` In SQL it is the password of ${made.sqlUser}.`}
        </ToldOnce>
      )}
    </Panel>
  )
}

function useFields(): readonly Field[] {
  const may = useMay()
  const scopes = [...catalog().map(({ model }) => `${model}.read`), 'sql.read', 'user.provision'].filter(may)
  return [
    { key: 'name', label: 'Name', kind: 'text', required: true, hint: 'What will use it' },
    {
      key: 'scopes',
      label: 'May',
      kind: 'words',
      required: true,
      choices: scopes,
      hint: 'Permissions, such as lead.read or ticket.*; never more than your own',
    },
    { key: 'days', label: 'Days until it ends', kind: 'number', required: true },
  ]
}
