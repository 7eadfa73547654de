import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { derivedQuery, detailQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useView } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { count, counted } from '../../../ui/format.ts'
import { Screen } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { type GroupedCustomers, Groups, groupWords } from '../insight/customers.tsx'
import { minedWords } from '../insight/keep.tsx'
import { Alike } from '../insight/look-alikes.tsx'
import { MakeList } from '../insight/make-list.tsx'
import { Associations } from '../insight/product-associations.tsx'
import type { MiningResult } from '../mining-result.entry.ts'
import { KeptPaths, type PathsModel } from '../process-paths.tsx'

type Kept = Replies['/mining-results/{id}/result']

/** What an insight came to, as it was kept, and a list of the customers of one of its groups. */
export function MiningResultPage({ id }: { id: string }) {
  const about = useQuery(detailQuery<MiningResult>('miningResult', '/mining-results', id, useView()))
  const kept = useQuery(derivedQuery<Kept>('miningResult', `/mining-results/${id}/result`, {}, null))
  const error = about.error ?? kept.error
  if (error)
    return <Failure error={error} retry={() => void Promise.all([about.refetch(), kept.refetch()])} />
  if (!about.data || !kept.data) return <Waiting rows={10} />
  const { name, asOf, upTo, keeperName, createdAt } = about.data
  return (
    <Screen
      title={name ?? 'Kept result'}
      about={
        <>
          As of <InstantValue at={asOf ?? ''} />, by all that was recorded up to position {upTo}. Kept by{' '}
          {keeperName ?? 'somebody'} <InstantValue at={createdAt} />; names are those of today.
        </>
      }
    >
      <Panel title={minedWords[kept.data.mined]}>
        <Told kept={kept.data} />
      </Panel>
    </Screen>
  )
}

const pathsOf: Readonly<Record<string, PathsModel>> = {
  'deal-paths': 'opportunity',
  'lead-paths': 'lead',
  'ticket-paths': 'ticket',
}

function Told({ kept: { mined, result } }: { kept: Kept }) {
  switch (mined) {
    case 'customer-groups':
      return <Clusters found={result as never} />
    case 'product-associations':
      return <Associations found={result as never} />
    case 'look-alikes':
      return <Alike found={result as never} />
    case 'deal-paths':
    case 'lead-paths':
    case 'ticket-paths':
      return <KeptPaths model={pathsOf[mined] ?? 'opportunity'} found={result as never} />
  }
}

function Clusters({ found }: { found: GroupedCustomers }) {
  const [listing, list] = useState<GroupedCustomers['groups'][number]['group']>()
  const accountIds = found.items.flatMap(({ group, accountId }) =>
    group === listing && accountId ? [accountId] : [],
  )
  return (
    <>
      {found.groups.map(({ group, customers }) => (
        <WriteButton
          key={group}
          permission="marketingList.create"
          size="compact-xs"
          variant="default"
          mr={6}
          onClick={() => list(group)}
        >
          A list of: {groupWords[group]} ({count(customers)})
        </WriteButton>
      ))}
      <Groups found={found} />
      {listing && (
        <MakeList
          title={`A list of customers: ${groupWords[listing]}`}
          name={groupWords[listing]}
          first={accountIds.length}
          accountIds={accountIds}
          onClose={() => list(undefined)}
        >
          {counted(accountIds.length, 'customer of this group was', 'customers of this group were')} kept by
          name. Who has gone since, or is not for you to see, the list refuses.
        </MakeList>
      )}
    </>
  )
}
