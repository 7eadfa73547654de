import { Alert, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import type { Lead } from '../lead.entry.ts'

type Reversion = Replies['/leads/{id}/reversion']

/** Says what is withdrawn, and what is in the way, before a conversion is undone (LEAD-23). */
export function UndoConversionDialog({ row, onClose }: { row: Lead; onClose: () => void }) {
  return (
    <CommandDialog
      title="Undo this conversion"
      path={`/leads/${row.id}/undo-conversion`}
      touches={['lead', 'account', 'contact', 'opportunity']}
      fields={[]}
      submit="Undo conversion"
      grave
      onClose={onClose}
    >
      <Preview id={row.id} />
    </CommandDialog>
  )
}

function Preview({ id }: { id: string }) {
  const { data } = useQuery(derivedQuery<Reversion>('lead', `/leads/${id}/reversion`, {}, null))
  if (!data) return null
  const named = ({ model, name }: { model: string; name: string | null }) =>
    `${model} ${name ? `“${name}”` : ''}`.trim()
  const list = (made: boolean) =>
    data.records
      .filter((one) => one.made === made)
      .map(named)
      .join(', ')
  return (
    <>
      <Text size="sm" role="status">
        {list(true) ? `Withdrawn, because the conversion made it: ${list(true)}. ` : 'Nothing is withdrawn. '}
        {list(false) && `Stays, because it was there before: ${list(false)}. `}
        The lead is open again as it was.
      </Text>
      {data.hindrances.length > 0 && (
        <Alert color="yellow" title="Something has happened since, so that it is not undone">
          <ul>
            {data.hindrances.map((one, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: several things may happen to one record at one instant
              <li key={place}>
                {named(one)}: {one.what ?? 'names what was made'}
                {one.at && (
                  <>
                    , <InstantValue at={one.at} />
                  </>
                )}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  )
}
