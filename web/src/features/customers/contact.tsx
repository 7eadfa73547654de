import type { Contact } from '../../api/models.ts'
import { RecordPage } from '../../records/page.tsx'
import { Related } from '../../records/related.tsx'
import { resource } from '../../records/resource.ts'
import { personName } from '../../ui/format.ts'

export const contact = resource<Contact>()({
  model: 'contact',
  path: 'contacts',
  one: 'contact',
  many: 'contacts',
  title: ({ name }) => personName(name),
  fields: [
    { key: 'name', label: 'Name', kind: 'name', required: true },
    { key: 'title', label: 'Job title', kind: 'text', width: 180 },
    { key: 'accountId', label: 'Account', kind: 'ref', model: 'account', filter: true, width: 180 },
    { key: 'email', label: 'E-mail', kind: 'email', width: 220 },
    {
      key: 'phone',
      label: 'Telephone',
      kind: 'phone',
      width: 150,
      hint: 'With the country, as in +256 700 123456',
    },
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 150 },
  ],
  columns: ['title', 'accountId', 'email', 'phone', 'ownerId'],
  sort: '-updatedAt',
  searchable: true,
  personal: true,
  create: 'contact.create',
  change: 'contact.change',
  empty: 'Contacts are the people you deal with. Add one, or convert a lead and it is made for you.',
  Page: ContactPage,
})

function ContactPage({ id }: { id: string }) {
  return (
    <RecordPage resource={contact} id={id}>
      {({ id: contactId }) => (
        <>
          <Related
            model="opportunity"
            where={{ contactId }}
            columns={['stageName', 'amount', 'closeDate']}
            empty="No opportunities with this person yet."
          />
          <Related
            model="ticket"
            where={{ contactId }}
            columns={['priority', 'createdAt']}
            empty="No tickets from this person."
          />
        </>
      )}
    </RecordPage>
  )
}
