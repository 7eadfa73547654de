import type { Account } from '../../api/models.ts'
import { RecordPage } from '../../records/page.tsx'
import { Related } from '../../records/related.tsx'
import { resource } from '../../records/resource.ts'
import { relations } from './choices.ts'

export const account = resource<Account>()({
  model: 'account',
  path: 'accounts',
  one: 'account',
  many: 'accounts',
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', required: true, sortable: true },
    { key: 'relation', label: 'Relation', kind: 'choice', choices: relations, filter: true, width: 110 },
    { key: 'sector', label: 'Sector', kind: 'text', width: 140 },
    { key: 'revenue', label: 'Yearly revenue', kind: 'money', sortable: true, width: 150 },
    { key: 'employees', label: 'Employees', kind: 'number', width: 100 },
    { key: 'country', label: 'Country', kind: 'text', width: 90, hint: 'Two letters, as in DE or UG' },
    { key: 'website', label: 'Website', kind: 'url' },
    { key: 'yearEstablished', label: 'Established', kind: 'text' },
    { key: 'parentId', label: 'Belongs to', kind: 'ref', model: 'account' },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 150 },
  ],
  columns: ['relation', 'sector', 'revenue', 'employees', 'country', 'ownerId'],
  sort: 'name',
  searchable: true,
  create: 'account.create',
  change: 'account.change',
  empty: 'Accounts are the organisations you deal with. Add one, or convert a lead and it is made for you.',
  Page: AccountPage,
})

function AccountPage({ id }: { id: string }) {
  return (
    <RecordPage resource={account} id={id}>
      {({ id: accountId }) => (
        <>
          <Related
            model="opportunity"
            where={{ accountId }}
            columns={['stageName', 'amount', 'closeDate']}
            empty="No opportunities with this account yet."
          />
          <Related
            model="contact"
            where={{ accountId }}
            columns={['title', 'email']}
            empty="Nobody is known here yet."
          />
          <Related
            model="ticket"
            where={{ accountId }}
            columns={['priority', 'createdAt']}
            empty="No tickets from this account."
          />
        </>
      )}
    </RecordPage>
  )
}
