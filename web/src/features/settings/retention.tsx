import { Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { post, read } from '../../api/client.ts'
import { refresh } from '../../api/commands.ts'
import type { Job } from '../../api/models.ts'
import { isRecord } from '../../api/problem.ts'
import { derivedQuery } from '../../api/queries.ts'
import { useMay } from '../../api/session.ts'
import type { Page } from '../../api/shapes.ts'
import { useLive } from '../../live/live.tsx'
import { AskDialog } from '../../records/ask-dialog.tsx'
import { confirmation } from '../../records/confirm.ts'
import { entryOf, personalModels } from '../../records/entry.ts'
import { Reference } from '../../records/field-value.tsx'
import { RecordForm } from '../../records/form.tsx'
import { Panel } from '../../records/panel.tsx'
import { InstantValue } from '../../time/instant.tsx'
import { useTime } from '../../time/use-time.ts'
import { WriteButton } from '../../time/write.tsx'
import { count, counted, sentence } from '../../ui/format.ts'
import { JobProgress, useJob } from '../../ui/job.tsx'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { Nothing, Tag } from '../../ui/values.tsx'
import type { RetentionRule } from './retention-rule.entry.ts'
import { retentionRule } from './retention-rule.tsx'

/** How long personal records are kept, what is due to go, and its going (SEC-06). */
export function RetentionScreen() {
  const { past } = useTime()
  const may = useMay()
  return (
    <Screen
      title="Retention"
      about="What is older than its rule says is erased every night, each record for itself. What is under a legal hold stays: the Privacy tab of a record has them."
    >
      <Rules />
      {!past && may('privacy.read') && <Due />}
    </Screen>
  )
}

function Rules() {
  const { view } = useTime()
  const [making, setMaking] = useState(false)
  useLive('retentionRule')
  const query = useQuery(
    derivedQuery<Page<RetentionRule>>('retentionRule', '/retention-rules', { limit: 200 }, view),
  )
  const rules = query.data?.items ?? []
  return (
    <Panel
      title="Rules"
      aside={
        <WriteButton
          permission="retentionRule.create"
          leftSection={<Plus size={14} />}
          onClick={() => setMaking(true)}
        >
          New rule
        </WriteButton>
      }
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={3} label="Loading the rules" />
      ) : rules.length === 0 ? (
        <Quiet>No rule yet: everything is kept. {retentionRule.empty}</Quiet>
      ) : (
        <Table
          label="Retention rules"
          head={['Rule', 'Erases', 'Kept after the last change', 'Since', 'State']}
        >
          {rules.map(({ id, name, kind, days, archived, createdAt }) => (
            <tr key={id}>
              <td>
                <Reference model="retentionRule" id={id} {...(name !== undefined && { name })} />
              </td>
              <td>{kind ? sentence(entryOf(kind)?.many ?? kind) : <Nothing />}</td>
              <td>{days === undefined ? <Nothing /> : counted(days, 'day', 'days')}</td>
              <td>
                <InstantValue at={createdAt} />
              </td>
              <td>{archived ? <Tag tone="warn">Applies no more</Tag> : <Tag tone="good">Applies</Tag>}</td>
            </tr>
          ))}
        </Table>
      )}
      <RecordForm resource={retentionRule} opened={making} onClose={() => setMaking(false)} />
    </Panel>
  )
}

/** How many of what is due are named. */
const named = 5

/** What would go if the night were now. */
function Due() {
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [started, setStarted] = useState<Job | null>(null)
  const job = useJob(started)
  const query = useQuery({
    queryKey: ['retentionRule', 'derived', 'due', null] as const,
    queryFn: ({ signal }) => read('/privacy/retention', { signal }),
  })
  const over = job?.state === 'done'
  useEffect(() => {
    if (over) void refresh(client, ['retentionRule', ...personalModels()])
  }, [over, client])
  const items = query.data?.items ?? []
  const due = items.reduce((sum, item) => sum + item.count, 0)
  const confirm = confirmation('erase')
  return (
    <Panel
      title="Due now"
      aside={
        <WriteButton
          color="red.9"
          permission="privacy.erase"
          refusal={due === 0 ? 'Nothing is due.' : undefined}
          onClick={() => setAsking(true)}
        >
          Erase now
        </WriteButton>
      }
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={2} label="Looking for what is due" />
      ) : items.length === 0 ? (
        <Quiet>No rule applies.</Quiet>
      ) : (
        <Table label="Due now" head={['Rule', 'Due', 'The oldest of them']}>
          {items.map(({ rule, count: many, records }) => (
            <tr key={rule.id}>
              <td>{rule.name}</td>
              <td>
                {many === 0 ? 'Nothing' : counted(many, wordOf(rule.kind, 'one'), wordOf(rule.kind, 'many'))}
              </td>
              <td>
                {records.slice(0, named).map(({ aggregate, id }, place) => (
                  <span key={id}>
                    {place > 0 && ', '}
                    <Reference model={aggregate} id={id} />
                  </span>
                ))}
                {many > named && ` and ${count(many - named)} more`}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {job && <JobProgress job={job} label="Erasing what is due" />}
      {over && <Outcome result={job.result} />}
      {asking && (
        <AskDialog
          title="Erase what is due"
          fields={[confirm.field]}
          submit="Erase for good"
          grave
          onClose={() => setAsking(false)}
          onSubmit={async (answers) => {
            confirm.check(answers[confirm.field.key])
            setStarted(await post<Job>('/privacy/retention/sweep', {}))
          }}
        >
          The personal data of {counted(due, 'record', 'records')} go for good, here and in the log. What is
          held stays.
        </AskDialog>
      )}
    </Panel>
  )
}

const reasons: Readonly<Record<string, string>> = {
  'on-hold': 'under a legal hold',
  restricted: 'restricted',
}

function Outcome({ result }: { result: unknown }) {
  const { erased, kept } = isRecord(result) ? result : {}
  const left = isRecord(kept) ? Object.entries(kept) : []
  return (
    <Text role="status" mt={8}>
      {counted(Number(erased ?? 0), 'record was', 'records were')} erased.
      {left.map(([code, many]) => {
        const reason = code.split('.').at(-1) ?? code
        return ` ${counted(Number(many), 'was', 'were')} kept: ${reasons[reason] ?? sentence(reason).toLowerCase()}.`
      })}
    </Text>
  )
}

const wordOf = (model: string, which: 'one' | 'many') => entryOf(model)?.[which] ?? model
