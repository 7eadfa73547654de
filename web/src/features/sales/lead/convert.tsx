import { Alert, Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { pathOf } from '../../../api/kinds.ts'
import { isRecord, Problem } from '../../../api/problem.ts'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { failed } from '../../../ui/notices.ts'
import type { Lead } from '../lead.entry.ts'

type Conversion = Replies['/leads/{id}/conversion']
type InTheWay = { model: 'account' | 'contact'; id: string }

/** Asks how the deal starts; account and contact are recognised by name and e-mail, or made. */
export function ConvertDialog({ row, onClose }: { row: Lead; onClose: () => void }) {
  const command = useCommand()
  const [archived, setArchived] = useState<InTheWay>()
  return (
    <CommandDialog
      title="Convert this lead"
      path={`/leads/${row.id}/convert`}
      touches={['lead', 'account', 'contact', 'opportunity']}
      fields={[
        { key: 'name', label: 'Name of the opportunity', kind: 'text' },
        { key: 'amount', label: 'Expected amount', kind: 'money' },
        { key: 'closeDate', label: 'Expected close', kind: 'date' },
        { key: 'productId', label: 'Product', kind: 'ref', model: 'product' },
        {
          key: 'accountId',
          label: 'Account',
          kind: 'ref',
          model: 'account',
          hint: 'Where it is not the one of the lead’s company',
        },
        {
          key: 'accountName',
          label: 'Name of a new account',
          kind: 'text',
          hint: 'Where it is not called like the lead’s company',
        },
        {
          key: 'contactId',
          label: 'Contact',
          kind: 'ref',
          model: 'contact',
          hint: 'Where it is not the one with the lead’s e-mail address',
        },
      ]}
      initial={{ name: row.company }}
      submit="Convert"
      onClose={onClose}
      onRefused={(error) => setArchived(inTheWay(error))}
    >
      <Preview id={row.id} />
      {archived && (
        <Alert color="yellow" title={`The ${archived.model} is archived`}>
          <Button
            variant="default"
            size="xs"
            loading={command.isPending}
            onClick={() => {
              const path = `/${pathOf(archived.model)}/${archived.id}/restore`
              command.mutate(
                { method: 'POST', path, touches: [archived.model] },
                {
                  onSuccess: () => setArchived(undefined),
                  onError: (error) => failed(`The ${archived.model} stays archived`, error),
                },
              )
            }}
          >
            Restore it
          </Button>
        </Alert>
      )}
    </CommandDialog>
  )
}

/** What is linked and what is made, where nothing else is said (LEAD-23). */
function Preview({ id }: { id: string }) {
  const { data } = useQuery(derivedQuery<Conversion>('lead', `/leads/${id}/conversion`, {}, null))
  if (!data) return null
  const { account, contact } = data
  const words = (what: string, { made, name }: { made: boolean; name: string | null }) =>
    `${made ? 'makes' : 'links'} ${made ? (what === 'account' ? 'an' : 'a') : 'the'} ${what}${name ? ` “${name}”` : ''}`
  return (
    <Text size="sm" c="dimmed" role="status">
      Unless you say otherwise below, this{' '}
      {[...(account ? [words('account', account)] : []), words('contact', contact)].join(', ')} and makes an
      opportunity in {data.opportunity.pipelineName ?? 'the pipeline'}, owned by{' '}
      {data.ownerName ?? 'its owner'}. Doing it twice makes nothing twice.
    </Text>
  )
}

/** The archived record that a conversion has met. */
function inTheWay(error: unknown): InTheWay | undefined {
  if (!(error instanceof Problem) || !isRecord(error.details)) return undefined
  const { accountId, contactId } = error.details
  if (error.code === 'lead.account-archived' && typeof accountId === 'string')
    return { model: 'account', id: accountId }
  if (error.code === 'lead.contact-archived' && typeof contactId === 'string')
    return { model: 'contact', id: contactId }
  return undefined
}
