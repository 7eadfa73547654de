import { useQuery } from '@tanstack/react-query'
import { detailQuery } from '../../api/queries.ts'
import type { Row } from '../../api/shapes.ts'
import { useRecord } from '../../records/page.tsx'
import { Panel } from '../../records/panel.tsx'
import classes from '../../records/records.module.css'
import { useView } from '../../time/use-time.ts'
import type { Account } from './account.entry.ts'

/** The service notes of the account that a ticket is of (CUS-21); nothing where there are none. */
export function ServiceNotes({ id }: { id: string }) {
  const { row } = useRecord<Row & { accountId?: string | null }>({ model: 'ticket', path: 'tickets' }, id)
  const accountId = row?.accountId
  const { data } = useQuery({
    ...detailQuery<Row>('account', '/accounts', accountId ?? '', useView()),
    enabled: Boolean(accountId),
  })
  const account = data as Account | undefined
  if (!accountId || !account?.serviceNotes) return null
  return (
    <Panel title={`Service notes of ${account.name ?? 'the account'}`}>
      <p className={classes.longText}>{account.serviceNotes}</p>
    </Panel>
  )
}
