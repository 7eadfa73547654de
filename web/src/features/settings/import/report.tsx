import { SegmentedControl, Stack } from '@mantine/core'
import { useState } from 'react'
import { isRecord } from '../../../api/problem.ts'
import { count, counted, duration } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import classes from '../import.module.css'

const kinds = [
  { kind: 'refused', label: 'Refused' },
  { kind: 'incomplete', label: 'Incomplete' },
  { kind: 'mapped', label: 'Corrected' },
] as const
type Kind = (typeof kinds)[number]['kind']

interface Notice {
  file: string
  line: number
  kind: Kind
  field: string
  message: string
}

interface Report {
  /** Of a table: how many records were made, and changed. */
  created?: number
  updated?: number
  refused?: number
  /** Accounts that were made because a row names them. */
  accounts?: number
  /** Nothing was written. */
  dry?: boolean
  unchanged: number
  events: number
  seconds: number
  /** Lines of each kind; what is said of the first of them is listed. */
  counts: Record<Kind, number>
  notices: readonly Notice[]
}

const isReport = (result: unknown): result is Report =>
  isRecord(result) && isRecord(result.counts) && Array.isArray(result.notices)

/** What became of an import: in a sentence, and line by line where it is not simply taken as it stands. */
export function ImportReport({ result }: { result: unknown }) {
  if (!isReport(result)) return null
  const { unchanged, events, seconds, counts, created, updated = 0, accounts = 0, dry = false } = result
  const nothing = kinds.every(({ kind }) => counts[kind] === 0)
  return (
    <Stack gap={8}>
      {created !== undefined && (
        <span>
          {dry ? 'Would create' : 'Created'} {counted(created, 'record', 'records')} and{' '}
          {dry ? 'change' : 'changed'} {count(updated)}
          {accounts > 0 &&
            `; ${counted(accounts, 'account', 'accounts')} that rows name ${dry ? 'would be' : 'were'} made`}
          .
        </span>
      )}
      <span>
        {dry
          ? 'Nothing was written'
          : `${counted(events, 'event', 'events')} written in ${duration(seconds * 1000)}`}
        {unchanged > 0 && `; ${counted(unchanged, 'line', 'lines')} had nothing new`}.{' '}
        {nothing && 'Everything was taken as it stands.'}
      </span>
      {!nothing && <Notices report={result} />}
    </Stack>
  )
}

function Notices({ report: { counts, notices } }: { report: Report }) {
  const [kind, setKind] = useState<string>(kinds.find((one) => counts[one.kind] > 0)?.kind ?? 'refused')
  const shown = notices.filter((notice) => notice.kind === kind)
  const lines = new Set(shown.map(({ file, line }) => `${file} ${line}`)).size
  const all = counts[kind as Kind]
  return (
    <Stack gap={8} align="flex-start">
      <SegmentedControl
        size="xs"
        aria-label="What became of lines"
        value={kind}
        onChange={setKind}
        data={kinds
          .filter((one) => counts[one.kind] > 0)
          .map((one) => ({ value: one.kind, label: `${one.label} ${count(counts[one.kind])}` }))}
      />
      <div className={classes.notices}>
        <Table label="Lines" head={['File', 'Line', 'Field', 'What became of it']}>
          {shown.map(({ file, line, field, message }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line may have the same said twice, and is never reordered
            <tr key={place}>
              <td>{file}</td>
              <td className={classes.line}>{count(line)}</td>
              <td>{field}</td>
              <td>{message}</td>
            </tr>
          ))}
        </Table>
      </div>
      {lines < all && (
        <Quiet>
          The first {count(lines)} of {count(all)} lines. Put them right and send the file again: what is
          there stays as it is.
        </Quiet>
      )}
    </Stack>
  )
}
