import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related } from '../../../records/related.tsx'
import { useView } from '../../../time/use-time.ts'
import { count, percent } from '../../../ui/format.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { competitor } from '../competitor.tsx'

/** A competitor, how often we win against them, and the deals they are in. */
export function CompetitorPage({ id }: { id: string }) {
  return (
    <RecordPage resource={competitor} id={id}>
      {(row) => (
        <>
          <Against id={row.id} />
          <Related
            model="opportunity"
            title="Deals they are in"
            where={{ where: JSON.stringify({ field: 'competitorIds', operator: 'any-of', value: [row.id] }) }}
            columns={['stageName', 'amount', 'closeDate']}
            empty="They are in no deal that is known."
          />
        </>
      )}
    </RecordPage>
  )
}

function Against({ id }: { id: string }) {
  const view = useView()
  useLive('opportunity')
  const { data, error, refetch } = useQuery(
    derivedQuery<Replies['/pipeline/win-rates']>(
      'opportunity',
      '/pipeline/win-rates',
      { by: 'competitor' },
      view,
    ),
  )
  const here = data?.groups.find(({ key }) => key === id)
  return (
    <Panel title="Won against them">
      {error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Waiting rows={1} />
      ) : here?.rate === undefined || here.rate === null ? (
        <Quiet>No deal with them was closed within the last year.</Quiet>
      ) : (
        <p>
          {percent(here.rate)} of the last year: {count(here.won)} won, {count(here.lost)} lost. All deals:{' '}
          {data.total.rate === null ? '–' : percent(data.total.rate)}.
        </p>
      )}
    </Panel>
  )
}
