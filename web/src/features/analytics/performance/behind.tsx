import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { Reference } from '../../../records/field-value.tsx'
import { useView } from '../../../time/use-time.ts'
import { ExportCsv, inUnits } from '../../../ui/export-csv.tsx'
import { count, counted, day } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { MoneyValue, Nothing } from '../../../ui/values.tsx'

type Records = Replies['/performance/records']

/** Which number was opened. */
export interface Opened {
  outcome: 'won' | 'lost' | 'converted' | 'disqualified' | 'activity'
  by: 'person' | 'team'
  id?: string | undefined
  /** Whose it is, in words. */
  of: string
  from: string
  to: string
}

const words: Record<Opened['outcome'], readonly [one: string, many: string]> = {
  won: ['deal won', 'deals won'],
  lost: ['deal lost', 'deals lost'],
  converted: ['lead converted', 'leads converted'],
  disqualified: ['lead disqualified', 'leads disqualified'],
  activity: ['activity done', 'activities done'],
}

/** The records that a number counts. */
export function Behind({ opened, onClose }: { opened: Opened | undefined; onClose: () => void }) {
  return (
    <Modal
      opened={opened !== undefined}
      onClose={onClose}
      size="xl"
      title={opened && `${opened.of}, ${day(opened.from)} to ${day(opened.to)}`}
    >
      {opened && <RecordsBehind opened={opened} />}
    </Modal>
  )
}

function RecordsBehind({ opened }: { opened: Opened }) {
  const { of, ...parameters } = opened
  const { data, error, refetch } = useQuery(
    derivedQuery<Records>('opportunity', '/performance/records', parameters, useView()),
  )
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting rows={4} />
  const [one, many] = words[opened.outcome]
  return (
    <>
      <Quiet>
        {counted(data.count, one, many)}
        {data.count > data.records.length && `; the latest ${count(data.records.length)} are shown`}.
      </Quiet>
      <Table label="Records" head={['Record', 'Day', 'Amount', 'Days']}>
        {data.records.map(({ model, id, name, at, amount, currency, days }) => (
          <tr key={id}>
            <td>
              <Reference model={model} id={id} name={name} />
            </td>
            <td>{day(at)}</td>
            <td>
              {amount === null || currency === null ? (
                <Nothing />
              ) : (
                <MoneyValue value={{ amount, currency }} />
              )}
            </td>
            <td>{days === null ? <Nothing /> : count(days, 1)}</td>
          </tr>
        ))}
      </Table>
      <ExportCsv
        name={`${of} ${many}`}
        lines={() => [
          ['Kind', 'Id', 'Name', 'At', 'Currency', 'Amount', 'Days'],
          ...data.records.map((row) => [
            row.model,
            row.id,
            row.name,
            row.at,
            row.currency,
            inUnits(row.amount, row.currency ?? undefined),
            row.days,
          ]),
        ]}
      />
    </>
  )
}
