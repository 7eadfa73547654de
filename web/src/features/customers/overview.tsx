import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../api/queries.ts'
import type { Replies } from '../../api/types.gen.ts'
import { useLive } from '../../live/live.tsx'
import { Panel } from '../../records/panel.tsx'
import type { Resource } from '../../records/resource.ts'
import { useView } from '../../time/use-time.ts'
import { count } from '../../ui/format.ts'
import { Failure, Waiting } from '../../ui/states.tsx'

type Customer = Replies['/customers/{id}/360']

const parts = [
  ['contacts', 'Contacts'],
  ['deals', 'Deals'],
  ['orders', 'Orders'],
  ['invoices', 'Invoices'],
  ['tickets', 'Tickets'],
  ['activities', 'Activities'],
] as const

/** How much there is of each kind, and how much of it is open (CUS-11). */
export function Overview({ resource, id }: { resource: Pick<Resource, 'model'>; id: string }) {
  useLive(`${resource.model}/${id}`)
  const { data, error, refetch } = useQuery(
    derivedQuery<Customer>(resource.model, `/customers/${id}/360`, {}, useView()),
  )
  if (error) return <Failure error={error} retry={() => void refetch()} />
  return (
    <Panel title="At a glance">
      {data ? (
        <Group gap={24}>
          {parts.map(([key, label]) => {
            const part = data[key]
            if (!part) return null
            return (
              <div key={key}>
                <Text size="xs" c="dimmed">
                  {label}
                </Text>
                <Text>
                  {count(part.count)}
                  {part.open > 0 && part.open < part.count && `, ${count(part.open)} open`}
                </Text>
              </div>
            )
          })}
        </Group>
      ) : (
        <Waiting rows={1} />
      )}
    </Panel>
  )
}
