import { useCommand } from '../../api/commands.ts'
import { useMe } from '../../api/session.ts'
import { archivedField, type Choice, type Field } from '../../records/field.ts'
import { RecordPage } from '../../records/page.tsx'
import { Related } from '../../records/related.tsx'
import { resource } from '../../records/resource.ts'
import { WriteButton } from '../../time/write.tsx'
import { DueInput, RecurrenceInput } from '../activities/inputs.tsx'
import { recordsOf } from '../activities/records-of.tsx'
import { DueValue, RecurrenceValue } from '../activities/shown.tsx'
import { PeopleSelect } from '../identity/training/people.tsx'
import { reportSchedule as entry, type ReportSchedule } from './report-schedule.entry.ts'

const formats: readonly Choice[] = [
  { value: 'pdf', label: 'PDF', tone: 'neutral' },
  { value: 'xlsx', label: 'Excel', tone: 'neutral' },
  { value: 'csv', label: 'CSV', tone: 'neutral' },
  { value: 'parquet', label: 'Parquet', tone: 'neutral' },
]

/** What is asked of whoever has a report sent. */
export const sendingFields: readonly Field<'recipientIds' | 'start' | 'recurrence' | 'format'>[] = [
  {
    key: 'recipientIds',
    label: 'To',
    kind: 'own',
    Show: recordsOf('user').Show,
    Input: PeopleSelect,
    required: true,
    hint: 'Each gets what they may see',
    width: 220,
  },
  {
    key: 'start',
    label: 'First on',
    kind: 'own',
    Show: DueValue,
    Input: DueInput,
    required: true,
    width: 200,
  },
  {
    key: 'recurrence',
    label: 'Then',
    kind: 'own',
    Show: RecurrenceValue,
    Input: RecurrenceInput,
    required: true,
    width: 150,
  },
  { key: 'format', label: 'As', kind: 'choice', choices: formats, required: true, width: 90 },
]

/** What it is sent as unless somebody says otherwise. */
export const usual = { format: 'pdf', recurrence: { every: 'week', interval: 1, weekdays: [], until: null } }

function Leave({ row }: { row: ReportSchedule }) {
  const command = useCommand()
  const me = useMe().id
  if (row.archived || !row.recipientIds?.includes(me) || row.ownerId === me) return null
  return (
    <WriteButton
      permission="reportSchedule.leave"
      variant="default"
      onClick={() =>
        command.mutate({
          method: 'POST',
          path: `/report-schedules/${row.id}/leave`,
          body: {},
          touches: ['reportSchedule'],
        })
      }
    >
      Send it to me no more
    </WriteButton>
  )
}

/** When a report is sent, to whom, and what became of it each time (REP-06). */
function ReportSchedulePage({ id }: { id: string }) {
  return (
    <RecordPage<ReportSchedule> resource={reportSchedule} id={id} actions={(row) => <Leave row={row} />}>
      {(row) => (
        <Related
          model="reportDelivery"
          title="What was sent"
          where={{ scheduleId: row.id, sort: '-asOf' }}
          columns={['asOf', 'status', 'records', 'reason']}
          most={50}
          empty="Nothing was sent yet."
        />
      )}
    </RecordPage>
  )
}

export const reportSchedule = resource<ReportSchedule>(entry)({
  title: ({ name }) => name,
  fields: [
    { key: 'name', label: 'Name', kind: 'text', sortable: true },
    {
      key: 'reportId',
      label: 'Report',
      kind: 'ref',
      model: 'report',
      required: true,
      once: true,
      filter: true,
      width: 160,
    },
    ...sendingFields,
    { key: 'ownerId', label: 'Owner', kind: 'ref', model: 'user', filter: true, width: 150 },
    { key: 'nextAt', label: 'Next', kind: 'instant', fixed: true, sortable: true, width: 150 },
    { key: 'lastAt', label: 'Last', kind: 'instant', fixed: true, width: 150 },
    archivedField,
  ],
  columns: ['reportId', 'recipientIds', 'recurrence', 'nextAt', 'ownerId'],
  sort: 'nextAt',
  searchable: true,
  initial: usual,
  change: 'reportSchedule.change',
  archive: 'reportSchedule.archive',
  empty: 'A kept report can be sent by itself: open it, and say when and to whom.',
  Page: ReportSchedulePage,
})
