import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { List, Plus } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Pipeline } from '../../../api/models.ts'
import { derivedQuery } from '../../../api/queries.ts'
import { useLive } from '../../../live/live.tsx'
import { RecordForm } from '../../../records/form.tsx'
import { useDirectory } from '../../../records/names.ts'
import { useTime } from '../../../time/use-time.ts'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { useShortcuts } from '../../../ui/shortcuts.ts'
import { Empty, Failure } from '../../../ui/states.tsx'
import { usePageTitle } from '../../../ui/title.ts'
import { CloseDialog, type Closing } from '../../sales/opportunity/close.tsx'
import { useHeldUp } from '../../sales/opportunity/held-up.tsx'
import { opportunity } from '../../sales/opportunity.tsx'
import classes from './board.module.css'
import type { Board, BoardStage, Card } from './board.ts'
import { find, moved } from './board.ts'
import { Columns } from './columns.tsx'
import { usePipelineFilters } from './filters.tsx'
import { SumsLink } from './sums-link.tsx'

/** All open deals by stage; a drag moves one on, for everybody at once. */
export function BoardScreen() {
  const { view, past } = useTime()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { pipelineId, ownerId, filters } = usePipelineFilters(useDirectory<Pipeline>('pipeline'))
  const refusal = useRefusal()
  const command = useCommand()
  const [closing, setClosing] = useState<{ card: Card; as: Closing } | null>(null)
  const [opening, setOpening] = useState(false)
  const heldUp = useHeldUp()
  useLive('opportunity')

  const asked = derivedQuery<Board>('opportunity', '/pipeline', { pipelineId, ownerId }, view)
  const query = useQuery({ ...asked, placeholderData: keepPreviousData })

  const move = (id: string, stage: BoardStage) => {
    const before = client.getQueryData<Board>(asked.queryKey)
    const found = before && find(before, id)
    if (!before || !found || found.stage.id === stage.id) return
    const why = refusal('opportunity.advance-stage')
    if (why) {
      failed(`${found.card.name} stays in ${found.stage.name}`, new Error(why))
      return
    }
    if (stage.kind !== 'open') {
      setClosing({ card: found.card, as: stage.kind })
      return
    }
    void client.cancelQueries({ queryKey: asked.queryKey })
    client.setQueryData(asked.queryKey, moved(before, id, stage.id))
    command.mutate(
      {
        method: 'POST',
        path: `/opportunities/${id}/advance-stage`,
        body: { stageId: stage.id },
        ifMatch: found.card.revision,
        touches: ['opportunity'],
      },
      {
        onSuccess: () => done(`${found.card.name} moved to ${stage.name}`),
        onError: (error) => {
          client.setQueryData(asked.queryKey, before)
          void client.invalidateQueries({ queryKey: asked.queryKey })
          heldUp.refused(
            error,
            { deal: found.card, to: stage },
            `${found.card.name} is back in ${found.stage.name}`,
          )
        },
      },
    )
  }

  useShortcuts('Pipeline', [
    {
      key: 'c',
      label: 'New opportunity',
      run: () => {
        const why = refusal('opportunity.open')
        if (why) failed('Nothing can be opened here', new Error(why))
        else setOpening(true)
      },
    },
  ])

  const board = query.data
  usePageTitle(board?.pipeline.name ?? 'Pipeline')
  const empty = board?.stages.every(({ count }) => count === 0)
  return (
    <section className={classes.screen} aria-label="Pipeline">
      <header className={classes.head}>
        <h1 className={classes.title}>{board?.pipeline.name ?? 'Pipeline'}</h1>
        {filters}
        <span className={classes.spring} />
        <SumsLink pipelineId={board?.pipeline.id} ownerId={ownerId} />
        <WriteButton
          permission="opportunity.open"
          leftSection={<Plus size={14} />}
          onClick={() => setOpening(true)}
        >
          New opportunity
        </WriteButton>
      </header>
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : empty ? (
        <Empty
          title={past ? 'There were no deals yet' : 'No deals yet'}
          action={
            past ? undefined : (
              <WriteButton
                permission="opportunity.open"
                leftSection={<Plus size={14} />}
                onClick={() => setOpening(true)}
              >
                New opportunity
              </WriteButton>
            )
          }
        >
          {past ? 'At this instant nothing was on its way.' : 'Open one here, or convert a qualified lead.'}
        </Empty>
      ) : (
        <Columns
          stages={board?.stages}
          stale={query.isPlaceholderData}
          still={past}
          onMove={move}
          onOpen={(id) => void navigate({ to: '/$path/$id', params: { path: 'opportunities', id } })}
          more={(stage) => (
            <button
              type="button"
              className={classes.more}
              onClick={() =>
                void navigate({
                  to: '/$path',
                  params: { path: 'opportunities' },
                  search: { stageId: stage.id },
                })
              }
            >
              <List size={12} aria-hidden /> all in the list
            </button>
          )}
        />
      )}
      {heldUp.dialog}
      {closing && <CloseDialog row={closing.card} as={closing.as} onClose={() => setClosing(null)} />}
      <RecordForm
        resource={opportunity}
        opened={opening}
        initial={{ pipelineId }}
        onClose={() => setOpening(false)}
        onMade={(id) => void navigate({ to: '/$path/$id', params: { path: 'opportunities', id } })}
      />
    </section>
  )
}
