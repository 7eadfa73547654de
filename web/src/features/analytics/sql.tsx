import { Alert, Code, Group, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { read } from '../../api/client.ts'
import type { Replies } from '../../api/types.gen.ts'
import { Panel } from '../../records/panel.tsx'
import { CopyText } from '../../ui/copy.tsx'
import { Facts, Quiet, Screen, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { Nothing } from '../../ui/values.tsx'

type Access = Replies['/sql']

/** Where one connects with a program of one's own, and what every table and column there means. */
export function SqlScreen() {
  const query = useQuery({ queryKey: ['sql'], queryFn: ({ signal }) => read('/sql', { signal }) })
  return (
    <Screen
      title="SQL"
      about="What you see here, in SQL: the same rows and columns, now and as of any instant, for psql and tools for analysis."
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={6} label="Loading what there is in SQL" />
      ) : (
        <>
          <Connecting access={query.data} />
          <Tables tables={query.data.tables} />
        </>
      )}
    </Screen>
  )
}

function Connecting({ access: { host, port, database, refused } }: { access: Access }) {
  const command = `psql 'host=${host} port=${port} dbname=${database} user=<name of the key>'`
  return (
    <Panel title="Connecting">
      {refused !== null && (
        <Alert color="yellow" title="Nobody can connect yet">
          {refused}
        </Alert>
      )}
      <Facts
        facts={[
          ['Host', host],
          ['Port', String(port)],
          ['Database', database],
        ]}
      />
      <Quiet>
        Make an API key that may <Code>sql.read</Code> and read what you ask about, in{' '}
        <Link to="/me">your profile</Link>. Its list says by what name you connect; the key is the password.
      </Quiet>
      <Group gap={8} wrap="nowrap">
        <Code block aria-label="Command">
          {command}
        </Code>
        <CopyText value={command} />
      </Group>
      <Quiet>
        <Code>set hindsight.as_of = '2026-03-31'</Code> shows every table as it was then;{' '}
        <Code>set hindsight.basis = 'recorded'</Code> by what was known then.
      </Quiet>
    </Panel>
  )
}

function Tables({ tables }: { tables: Access['tables'] }) {
  const [sought, setSought] = useState('')
  const words = sought.trim().toLowerCase().replaceAll(' ', '_')
  const found = tables.filter(
    ({ name, columns }) => name.includes(words) || columns.some((column) => column.name.includes(words)),
  )
  return (
    <Panel
      title="Tables and columns"
      aside={
        <TextInput
          size="xs"
          aria-label="Find a table or a column"
          placeholder="Find a table or a column"
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
      }
    >
      {found.length === 0 && <Quiet>No table and no column is called that.</Quiet>}
      {found.map(({ name, about, hasHistory, columns }) => (
        <details key={name} open={words !== '' && found.length < 5}>
          <summary>
            <Code>{name}</Code> {about}
          </summary>
          {hasHistory && (
            <Quiet>
              <Code>{name}_history</Code> has each version there was.
            </Quiet>
          )}
          <Table label={`Columns of ${name}`} head={['Column', 'Meaning']}>
            {columns.map((column) => (
              <tr key={column.name}>
                <td>
                  <Code>{column.name}</Code>
                </td>
                <td>{column.about || <Nothing />}</td>
              </tr>
            ))}
          </Table>
        </details>
      ))}
    </Panel>
  )
}
