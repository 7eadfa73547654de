import { Text } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { useLive } from '../../../live/live.tsx'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { showBatch } from '../../../records/batches-shown.ts'
import { CriteriaBuilder } from '../../../records/criteria/builder.tsx'
import {
  asGroup,
  type Criterion,
  criterionWords,
  isEmptyGroup,
  useVocabularies,
} from '../../../records/criteria/criterion.ts'
import { entryOf } from '../../../records/entry.ts'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related, useResource } from '../../../records/related.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import type { Sequence } from '../sequence.entry.ts'
import { sequence } from '../sequence.tsx'
import { Movement } from './movement.tsx'
import { Steps } from './steps.tsx'

/** A sequence: its steps, its goal, who is in it, and how they move. */
export function SequencePage({ id }: { id: string }) {
  useLive('enrolment')
  return (
    <RecordPage resource={sequence} id={id} actions={(row) => <Turns row={row} />}>
      {(row) => (
        <>
          <Steps row={row} />
          <Goal row={row} />
          <Movement id={row.id} />
          <Related
            model="enrolment"
            title="Who came"
            where={{ sequenceId: row.id }}
            columns={['step', 'until', 'exit']}
            empty="Nobody has entered yet."
          />
        </>
      )}
    </RecordPage>
  )
}

function Goal({ row }: { row: Sequence }) {
  const [building, setBuilding] = useState(false)
  const command = useCommand()
  const model = row.model ?? 'lead'
  const of = useResource(model)
  const asked = useVocabularies().get(model)?.fields ?? []
  const goal = (row.goal ?? undefined) as Criterion | undefined
  return (
    <Panel
      title="Where they are to get"
      aside={
        <WriteButton
          size="compact-xs"
          variant="default"
          permission="sequence.change"
          onClick={() => setBuilding(true)}
        >
          Change the goal
        </WriteButton>
      }
    >
      <Text size="sm">
        {goal && of
          ? `They leave as soon as this holds: ${criterionWords(goal, of.fields, asked)}`
          : 'Nothing is said: they go through to the end unless they answer, are converted or want no more of it.'}
      </Text>
      {building && of && (
        <CriteriaBuilder
          resource={of}
          criterion={asGroup(goal)}
          title="Where are they to get?"
          submit="Save"
          onClose={() => setBuilding(false)}
          onShow={(criterion) =>
            command.mutate(
              {
                method: 'PATCH',
                path: `/sequences/${row.id}`,
                body: { goal: isEmptyGroup(criterion) ? null : criterion },
                ifMatch: row.revision,
                touches: ['sequence'],
              },
              {
                onSuccess: () => setBuilding(false),
                onError: (error) => failed('The goal stays as it is', error),
              },
            )
          }
        />
      )}
    </Panel>
  )
}

function Turns({ row }: { row: Sequence }) {
  const [asked, setAsked] = useState<'one' | 'list' | null>(null)
  const command = useCommand()
  const touches = ['sequence', 'enrolment']
  const model = row.model ?? 'lead'
  const run = (verb: string, words: string) =>
    command.mutate(
      { method: 'POST', path: `/sequences/${row.id}/${verb}`, touches },
      { onSuccess: () => done(words), onError: (error) => failed('It stays as it is', error) },
    )
  const enter = async (path: string, body: object) => {
    const { id } = await command.mutateAsync({ method: 'POST', path, body, touches: [...touches, 'batch'] })
    if (asked === 'list') showBatch(id)
  }
  return (
    <>
      <WriteButton
        permission="sequence.publish"
        refusal={row.draft ? undefined : 'Nothing was written since it was published.'}
        onClick={() => run('publish', 'Published: whoever enters from here on goes by it')}
      >
        Publish
      </WriteButton>
      {(row.version ?? 0) > 0 && (
        <>
          <WriteButton permission="enrolment.begin" variant="default" onClick={() => setAsked('one')}>
            Let somebody enter
          </WriteButton>
          <WriteButton permission="enrolment.begin" variant="default" onClick={() => setAsked('list')}>
            Let a list enter
          </WriteButton>
          <WriteButton
            permission={row.paused ? 'sequence.resume' : 'sequence.pause'}
            variant="default"
            onClick={() =>
              row.paused
                ? run('resume', 'They go on within a quarter of an hour')
                : run('pause', 'Everybody stays where they are')
            }
          >
            {row.paused ? 'Go on' : 'Pause'}
          </WriteButton>
        </>
      )}
      {asked === 'one' && (
        <AskDialog
          title="Who enters?"
          fields={[
            { key: 'personId', label: entryOf(model)?.one ?? model, kind: 'ref', model, required: true },
          ]}
          submit="Let them enter"
          onSubmit={({ personId }) => enter('/enrolments', { sequenceId: row.id, personId })}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'list' && (
        <AskDialog
          title="Which list enters?"
          fields={[{ key: 'listId', label: 'List', kind: 'ref', model: 'marketingList', required: true }]}
          submit="Let them enter"
          onSubmit={({ listId }) => enter(`/sequences/${row.id}/enrol-list`, { listId })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
