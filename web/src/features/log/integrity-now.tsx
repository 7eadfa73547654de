import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../api/client.ts'
import { Panel } from '../../records/panel.tsx'
import recent from '../../records/recent.module.css'
import { InstantValue } from '../../time/instant.tsx'
import { counted } from '../../ui/format.ts'
import { Facts, Quiet } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { integrity } from './integrity.entry.ts'
import { Divergences } from './integrity.tsx'

/** What an auditor begins with: how far the log is signed, and whether an older one was ever put in its place. */
export function IntegrityNow({ title }: { title: string }) {
  const query = useQuery({
    queryKey: ['checkpoint', 'newest'],
    queryFn: ({ signal }) => read('/log/checkpoints', { parameters: { limit: 1 }, signal }),
    refetchInterval: 30_000,
  })
  const newest = query.data?.items[0]
  return (
    <Panel
      title={title}
      aside={
        <Link to="/$path" params={{ path: integrity.path }} className={recent.all}>
          Check everything
        </Link>
      }
    >
      <Divergences />
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={2} label="Loading the newest checkpoint" />
      ) : newest ? (
        <Facts
          facts={[
            ['Signed up to', counted(newest.size, 'event', 'events')],
            ['Signed', <InstantValue key="signed" at={newest.signedAt} />],
          ]}
        />
      ) : (
        <Quiet>No checkpoint has been signed yet.</Quiet>
      )}
    </Panel>
  )
}
