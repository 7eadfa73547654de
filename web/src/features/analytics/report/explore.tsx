import { Group } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Save } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import { useLive } from '../../../live/live.tsx'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { entryOf } from '../../../records/entry.ts'
import { nounOf } from '../../../records/resource.ts'
import type { Search } from '../../../time/time.ts'
import { useView } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Screen } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import type { Definition, Report, Result } from '../report.entry.ts'
import { plainQuestion, Question } from './question.tsx'
import { RestatedSums } from './restated-sums.tsx'
import { ReportResult } from './result.tsx'
import { TakeFile } from './take.tsx'

/** The question in the address, so that it can be shared and gone back to; what is none is all deals. */
function questionIn(address: string | undefined): Definition {
  try {
    const read = JSON.parse(address ?? '') as Definition
    return { ...plainQuestion(read.model), ...read }
  } catch {
    return plainQuestion('opportunity')
  }
}

/** Where one asks: of any records, by anything, now or at any instant. What is worth asking again is kept as a report. */
export function ExploreScreen() {
  const { q, report: keptId, name } = useSearch({ strict: false }) as Search
  const definition = questionIn(q)
  const navigate = useNavigate()
  const [keeping, setKeeping] = useState(false)
  const command = useCommand()
  useLive(definition.model)
  const text = JSON.stringify(definition)
  const query = useQuery({
    ...derivedQuery<Result>(definition.model, '/report-results', { definition: text }, useView()),
    placeholderData: keepPreviousData,
  })
  const ask = (next: Definition) =>
    void navigate({ to: '.', search: (search: Search) => ({ ...search, q: JSON.stringify(next) }) })
  const kind = nounOf(entryOf(definition.model)?.many ?? definition.model)
  const title = name ?? kind
  const save = async () => {
    try {
      const kept = await command.mutateAsync({
        method: 'PATCH',
        path: `/reports/${keptId}`,
        body: { definition },
        touches: ['report'],
      })
      done('Report changed')
      void navigate({ to: '/$path/$id', params: { path: 'reports', id: kept.id } })
    } catch (error) {
      failed('The report was not changed', error)
    }
  }
  return (
    <Screen
      title={keptId ? `Change ${title}` : 'Explore'}
      about="Ask anything of your records, of today or of any day before. You see what you may see; what is worth asking again is kept as a report."
      actions={
        <Group gap={8}>
          <TakeFile path={(file) => `/report-files/${file}`} parameters={{ definition: text, title }} />
          {keptId && (
            <WriteButton
              permission="report.change"
              leftSection={<Save size={14} />}
              onClick={() => void save()}
            >
              Save the report
            </WriteButton>
          )}
          <WriteButton
            permission="report.create"
            variant={keptId ? 'default' : 'filled'}
            leftSection={<Save size={14} />}
            onClick={() => setKeeping(true)}
          >
            {keptId ? 'Keep as another' : 'Keep as report'}
          </WriteButton>
        </Group>
      }
    >
      <Question definition={definition} onChange={ask} />
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Waiting rows={8} label="Asking" />
      ) : (
        <>
          <ReportResult result={query.data} />
          <RestatedSums definition={definition} />
        </>
      )}
      {keeping && <KeepDialog definition={definition} name={title} onClose={() => setKeeping(false)} />}
    </Screen>
  )
}

function KeepDialog({
  definition,
  name,
  onClose,
}: {
  definition: Definition
  name: string
  onClose: () => void
}) {
  const command = useCommand()
  const navigate = useNavigate()
  return (
    <AskDialog
      title="Keep as report"
      fields={[
        { key: 'name', label: 'Name', kind: 'text', required: true },
        { key: 'folder', label: 'Folder', kind: 'text' },
        { key: 'description', label: 'Description', kind: 'long-text' },
        { key: 'shared', label: 'For everybody', kind: 'yes-no' },
      ]}
      initial={{ name, shared: false }}
      submit="Keep"
      onClose={onClose}
      onSubmit={async (answers) => {
        const { id } = await command.mutateAsync({
          method: 'POST',
          path: '/reports',
          body: { ...answers, shared: answers.shared === true, definition },
          touches: ['report'],
        })
        void navigate({ to: '/$path/$id', params: { path: 'reports', id } })
      }}
    >
      It asks anew each time it is opened; everybody sees of it what they may see.
    </AskDialog>
  )
}

/** Where a report's question is changed. */
export const changing = ({ id, name, definition }: Report): Search => ({
  report: id,
  name,
  q: JSON.stringify(definition),
})
