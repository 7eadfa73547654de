import { Alert, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { currencies } from '../../../../../src/domain/values/currency.ts'
import { post, read } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import type { Job } from '../../../api/models.ts'
import type { ImportFields, ImportMapping, ImportProposal } from '../../../api/types.gen.ts'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { counted } from '../../../ui/format.ts'
import { JobProgress, useJob } from '../../../ui/job.tsx'
import { failed } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Columns } from './columns.tsx'
import { ImportReport } from './report.tsx'

/** A file that is there already, to be read as a table. */
export interface SentTable {
  id: string
  name: string
}

const kinds = [
  { value: 'account', label: 'Accounts' },
  { value: 'contact', label: 'Contacts' },
  { value: 'lead', label: 'Leads' },
  { value: 'opportunity', label: 'Deals' },
  { value: 'product', label: 'Products' },
]

/** A table on its way in: what it is, where its columns go, what would come of it, and then the import. */
export function TableImport({ file, onDone }: { file: SentTable; onDone: () => void }) {
  const [asked, setAsked] = useState<{ kind?: string; system?: string }>({})
  const proposal = useQuery({
    queryKey: ['import', 'proposal', file.id, asked],
    queryFn: () => post<ImportProposal>('/imports/proposal', { file: file.id, ...asked }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const fields = useQuery({
    queryKey: ['import', 'fields'],
    queryFn: ({ signal }) => read('/imports/fields', { signal }),
  })
  return (
    <Panel
      title={`Import ${file.name}`}
      aside={
        <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
          Start over
        </Button>
      }
    >
      {proposal.isError ? (
        <Failure error={proposal.error} />
      ) : fields.isError ? (
        <Failure error={fields.error} retry={() => void fields.refetch()} />
      ) : proposal.data && fields.data ? (
        <Wizard
          key={`${proposal.data.kind} ${proposal.data.system}`}
          file={file}
          proposal={proposal.data}
          kinds={fields.data.kinds}
          onAsk={setAsked}
          onDone={onDone}
        />
      ) : (
        <Waiting rows={6} label="Reading the file" />
      )}
    </Panel>
  )
}

function Wizard({
  file,
  proposal,
  kinds: known,
  onAsk,
  onDone,
}: {
  file: SentTable
  proposal: ImportProposal
  kinds: readonly ImportFields[]
  onAsk: (asked: { kind?: string; system?: string }) => void
  onDone: () => void
}) {
  const [mapping, setMapping] = useState<ImportMapping>(() => begun(proposal))
  const change = (part: Partial<ImportMapping>) => setMapping((before) => ({ ...before, ...part }))
  const fields = known.find(({ kind }) => kind === mapping.kind)?.fields ?? []
  return (
    <Stack gap={16}>
      <span role="status">
        {counted(proposal.rows, 'row', 'rows')}.
        {proposal.follows && ' Its columns go where they went the last time.'} {proposal.remarks.join(' ')}
      </span>
      <Group gap={12} align="flex-end">
        <NativeSelect
          label="These are"
          data={kinds}
          value={mapping.kind}
          onChange={({ currentTarget: { value } }) => onAsk({ kind: value, system: mapping.system })}
        />
        <TextInput
          label="From"
          description="The system they come from"
          value={mapping.system}
          onChange={({ currentTarget: { value } }) => change({ system: value })}
        />
        <NativeSelect
          label="Known again by"
          data={[
            { value: '', label: 'What they are called' },
            ...mapping.columns.map(({ column }) => column),
          ]}
          value={mapping.key ?? ''}
          onChange={({ currentTarget: { value } }) => change({ key: value || null })}
        />
        <NativeSelect
          label="Those that are here"
          data={[
            { value: 'update', label: 'take what differs' },
            { value: 'fill', label: 'have their gaps filled' },
            { value: 'skip', label: 'stay as they are' },
          ]}
          value={mapping.existing ?? 'update'}
          onChange={({ currentTarget: { value } }) =>
            change({ existing: value as ImportMapping['existing'] & string })
          }
        />
        {proposal.asksCurrency && (
          <NativeSelect
            label="Amounts are in"
            data={[{ value: '', label: 'Choose a currency' }, ...currencies]}
            value={mapping.currency ?? ''}
            onChange={({ currentTarget: { value } }) => change({ currency: value || null })}
          />
        )}
      </Group>
      <TextInput
        label="Nothing is written as"
        description="Beside what is left empty; separated by commas"
        value={(mapping.empty ?? []).join(', ')}
        onChange={({ currentTarget: { value } }) =>
          change({
            empty: value
              .split(',')
              .map((word) => word.trim())
              .filter(Boolean),
          })
        }
      />
      <Columns
        proposal={proposal}
        fields={fields}
        columns={mapping.columns}
        onChange={(columns) => change({ columns })}
      />
      <Outcome file={file} mapping={mapping} refusal={refusalOf(mapping, proposal, fields)} onDone={onDone} />
    </Stack>
  )
}

/** What is asked, as it was proposed. */
const begun = ({ kind, system, key, columns, empty, currency, existing }: ImportProposal): ImportMapping => ({
  kind,
  system,
  key,
  empty,
  currency,
  existing,
  columns: columns.map(({ column, field, format, meanings }) => ({ column, field, format, meanings })),
})

/** Why it cannot be tried out yet. */
function refusalOf(
  { columns, system, currency }: ImportMapping,
  proposal: ImportProposal,
  fields: ImportFields['fields'],
): string | undefined {
  if (system.trim() === '') return 'Say where the file is from.'
  const taken = new Set(columns.map(({ field }) => field))
  const missing = fields.filter(({ required, key }) => required && !taken.has(key))
  if (missing.length > 0)
    return `No column becomes the ${missing.map(({ label }) => label.toLowerCase()).join(', or the ')}.`
  if (
    fields.some(({ key }) => key === 'name.last') &&
    !['name.last', 'name.full', 'name.first'].some((one) => taken.has(one))
  )
    return 'No column becomes the name.'
  const types = new Map(fields.map(({ key, type }) => [key, type]))
  const open = columns.find(({ column, field, format }) => {
    const { question } = proposal.columns.find((one) => one.column === column) ?? {}
    return question && field && !format && types.has(field)
  })
  if (open) return `Say how “${open.column}” is written.`
  const hasAmount = columns.some(({ field }) => ['money', 'price'].includes(types.get(field ?? '') ?? ''))
  return proposal.asksCurrency && hasAmount && !currency ? 'Say which currency amounts are in.' : undefined
}

/** What would come of it, and then what came of it. */
function Outcome({
  file,
  mapping,
  refusal,
  onDone,
}: {
  file: SentTable
  mapping: ImportMapping
  refusal: string | undefined
  onDone: () => void
}) {
  const client = useQueryClient()
  const [tried, setTried] = useState<{ job: Job; of: ImportMapping } | null>(null)
  const trial = useJob(tried?.job ?? null)
  const isFresh = tried?.of === mapping
  const ask = (dry: boolean) =>
    post<Job>('/imports', { format: 'table', files: { table: file.id }, mapping, dry })
  const tryOut = () =>
    ask(true)
      .then((job) => setTried({ job, of: mapping }))
      .catch((error: unknown) => failed('It was not tried out', error))
  const carryOut = () =>
    ask(false)
      .then(async () => {
        await refresh(client, ['jobs'])
        onDone()
      })
      .catch((error: unknown) => failed('Nothing was imported', error))
  const isTried = isFresh && trial?.state === 'done'
  return (
    <Stack gap={12}>
      {trial && isFresh && (
        <Alert title={trial.state === 'done' ? 'What would come of it' : 'Trying it out'} color="gray">
          <JobProgress job={trial} label="Trial" />
          <ImportReport result={trial.result} />
        </Alert>
      )}
      {tried && !isFresh && <Quiet>You changed something since it was tried out: try it out again.</Quiet>}
      <Group gap={8}>
        <WriteButton
          permission="import.run"
          refusal={refusal}
          onClick={() => void tryOut()}
          variant={isTried ? 'default' : 'filled'}
        >
          Try it out
        </WriteButton>
        <WriteButton
          permission="import.run"
          refusal={refusal ?? (isTried ? undefined : 'Try it out first: nothing is written by that.')}
          onClick={() => void carryOut()}
        >
          Import
        </WriteButton>
      </Group>
    </Stack>
  )
}
