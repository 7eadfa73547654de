import { Select } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { List, Plus } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Pipeline } from '../../../api/models.ts'
import { derivedQuery } from '../../../api/queries.ts'
import { useLive } from '../../../live/live.tsx'
import { FilterButton } from '../../../records/filter.tsx'
import { RecordForm } from '../../../records/form.tsx'
import { useDirectory } from '../../../records/names.ts'
import type { Search } from '../../../time/time.ts'
import { useTime } from '../../../time/use-time.ts'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { useShortcuts } from '../../../ui/shortcuts.ts'
import { Empty, Failure } from '../../../ui/states.tsx'
import { CloseDialog, type Closing } from '../../sales/opportunity/close.tsx'
import { opportunity } from '../../sales/opportunity.tsx'
import classes from './board.module.css'
import type { Board, BoardStage, Card } from './board.ts'
import { find, moved } from './board.ts'
import { Columns } from './columns.tsx'

/** All open deals by stage; a drag moves one on, for everybody at once. */
export function BoardScreen() {
  const { view, past } = useTime()
  const client = useQueryClient()
  const navigate = useNavigate()
  const search = useSearch({ strict: false })
  const pipelines = useDirectory<Pipeline>('pipeline')
  const refusal = useRefusal()
  const command = useCommand()
  const [closing, setClosing] = useState<{ card: Card; as: Closing } | null>(null)
  const [opening, setOpening] = useState(false)
  useLive('opportunity')

  const pipelineId = search.pipeline ?? pipelines.find(({ isDefault }) => isDefault)?.id
  const asked = derivedQuery<Board>('opportunity', '/pipeline', { pipelineId, ownerId: search.owner }, view)
  const query = useQuery({ ...asked, placeholderData: keepPreviousData })
  const change = (part: Partial<Search>) =>
    void navigate({ to: '.', search: (before: Search) => ({ ...before, ...part }), replace: true })

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
          failed(`${found.card.name} is back in ${found.stage.name}`, error)
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
  const empty = board?.stages.every(({ count }) => count === 0)
  return (
    <section className={classes.screen} aria-label="Pipeline">
      <header className={classes.head}>
        <h1 className={classes.title}>{board?.pipeline.name ?? 'Pipeline'}</h1>
        {pipelines.length > 1 && (
          <Select
            size="xs"
            w={180}
            aria-label="Pipeline"
            allowDeselect={false}
            data={pipelines.map(({ id, name }) => ({ value: id, label: name ?? id }))}
            value={pipelineId ?? null}
            onChange={(next) => change({ pipeline: next ?? undefined })}
          />
        )}
        <FilterButton
          field={{ key: 'owner', label: 'Owner', kind: 'ref', model: 'user' }}
          value={search.owner ?? null}
          onChange={(owner) => change({ owner: owner ?? undefined })}
        />
        <span className={classes.spring} />
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
