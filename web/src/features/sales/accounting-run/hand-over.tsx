import { Checkbox, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { useLive } from '../../../live/live.tsx'
import { Report } from '../../../records/report.tsx'
import { DayInput } from '../../../records/typed-inputs.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { count } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { MoneyValue, Nothing } from '../../../ui/values.tsx'
import type { AccountsDue } from '../accounting-run.entry.ts'

type Standing = AccountsDue['items'][number]
const kinds: Readonly<Record<Standing['kind'], string>> = {
  invoice: 'Invoices',
  'credit-note': 'Credit notes',
  payment: 'Payments',
}

/** Last month is what most people hand over. */
function lastMonth(): { from: string; to: string } {
  const now = new Date()
  const on = (month: number, day: number) =>
    new Date(Date.UTC(now.getFullYear(), now.getMonth() + month, day)).toISOString().slice(0, 10)
  return { from: on(-1, 1), to: on(0, 0) }
}

/** What of a period is in the accounts and what is due there, and handing it over (QTC-13). */
export function HandOver() {
  useLive('invoice', 'payment')
  const [{ from, to }, setPeriod] = useState<{ from: string | null; to: string | null }>(lastMonth)
  const [again, setAgain] = useState(false)
  const command = useCommand()
  const run = () =>
    command.mutate(
      {
        method: 'POST',
        path: '/accounting-runs',
        body: { from, to, again },
        touches: ['accountingRun', 'invoice', 'payment'],
      },
      {
        onSuccess: () => done('Handed over: the file is on the run'),
        onError: (error) => failed('Nothing was handed over', error),
      },
    )
  return (
    <>
      <Group gap={8} align="end">
        <DayInput label="From" w={150} value={from} onChange={(day) => setPeriod({ from: day, to })} />
        <DayInput label="To" w={150} value={to} onChange={(day) => setPeriod({ from, to: day })} />
        <Checkbox
          pb={8}
          label="Once more, what was handed over before, too"
          checked={again}
          onChange={(event) => setAgain(event.currentTarget.checked)}
        />
        <WriteButton permission="accountingRun.make" loading={command.isPending} onClick={run}>
          Hand over
        </WriteButton>
      </Group>
      {from && to ? (
        <Report<AccountsDue>
          model="accountingRun invoice payment"
          title="In the accounts"
          path="/accounting-runs/due"
          parameters={{ from, to }}
        >
          {({ items }) => <Due items={items} />}
        </Report>
      ) : (
        <Text size="sm">Choose a period.</Text>
      )}
    </>
  )
}

function Due({ items }: { items: readonly Standing[] }) {
  if (items.length === 0) return <Quiet>There is no document and no payment in this period.</Quiet>
  return (
    <Table label="In the accounts" head={['Kind', 'Number', 'Amount', 'Handed over', 'Due']}>
      {items.map(({ kind, currency, count: many, amount, booked, due }) => (
        <tr key={`${kind} ${currency}`}>
          <td>{kinds[kind]}</td>
          <td>{count(many)}</td>
          {[amount, booked].map((sum, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns stay in their order
            <td key={at} data-right>
              {sum === null ? <Nothing /> : <MoneyValue value={{ amount: sum, currency }} />}
            </td>
          ))}
          <td data-right>{count(due)}</td>
        </tr>
      ))}
    </Table>
  )
}
