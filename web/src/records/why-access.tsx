import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '../api/client.ts'
import type { AccessReasons, EffectiveAccess, User } from '../api/models.ts'
import { useMay } from '../api/session.ts'
import { useView } from '../time/use-time.ts'
import { Quiet, Table } from '../ui/screen.tsx'
import { Failure, Waiting } from '../ui/states.tsx'
import { Tag } from '../ui/values.tsx'
import { Reference } from './field-value.tsx'
import { useDirectory } from './names.ts'
import classes from './page.module.css'
import { Panel } from './panel.tsx'

/** Why one sees this record or does not; for whoever may ask it of others, of others too. */
export function WhyAccess({ model, id }: { model: string; id: string }) {
  const may = useMay()
  const view = useView()
  const mayAsk = may('access.read')
  const [userId, setUserId] = useState<string | null>(null)
  const query = useQuery({
    queryKey: ['access', 'why', model, id, userId, mayAsk && view] as const,
    queryFn: ({ signal }) =>
      read<AccessReasons>('/access/why', {
        parameters: { aggregate: model, id, userId, asOf: mayAsk ? view?.asOf : undefined },
        signal,
      }),
    retry: false,
  })
  const who = userId === null ? 'You' : 'They'
  return (
    <Panel
      title={userId === null ? 'Do you see it, and why?' : 'Do they see it, and why?'}
      aside={mayAsk && <Person value={userId} onChange={setUserId} />}
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={2} label="Finding out why" />
      ) : (
        <>
          <div>
            {query.data.sees ? (
              <Tag tone="good">{who} see it</Tag>
            ) : (
              <Tag tone="warn">{who} do not see it</Tag>
            )}
          </div>
          <ul className={classes.list} aria-label="Reasons">
            {query.data.through.map(({ key, text }) => (
              <li key={key}>{text}</li>
            ))}
            {query.data.missing.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}

function Person({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const users = useDirectory<User>('user')
  return (
    <Select
      size="xs"
      aria-label="Of whom"
      placeholder="Of somebody else"
      searchable
      clearable
      data={users.map(({ id, name }) => ({ value: id, label: name ?? id }))}
      value={value}
      onChange={onChange}
    />
  )
}

/** Everybody who can see a record at the instant on screen, and through what. */
export function WhoSees({ model, id }: { model: string; id: string }) {
  const at = useView()?.asOf
  const query = useQuery({
    queryKey: ['access', 'effective', model, id, at] as const,
    queryFn: ({ signal }) =>
      read<EffectiveAccess>('/access/effective', { parameters: { aggregate: model, id, at }, signal }),
  })
  return (
    <Panel title="Who sees it">
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={3} label="Finding out who sees it" />
      ) : query.data.could.length === 0 ? (
        <Quiet>Nobody.</Quiet>
      ) : (
        <Table label="Who sees this record" head={['Who', 'Role', 'Because']}>
          {query.data.could.map(({ userId, name, role, through }) => (
            <tr key={userId}>
              <td>
                <Reference model="user" id={userId} name={name} />
              </td>
              <td>{role}</td>
              <td>{through.map(({ text }) => text).join(' ')}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
