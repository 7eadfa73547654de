import { useState } from 'react'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { count, day } from '../../../ui/format.ts'
import { done } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { Order } from '../order.entry.ts'
import { allOf, partsField } from '../parts-input.tsx'

/** How much of each line has gone out, by which way, and what stands on invoices. Nothing where a role hides it. */
export function Fulfilments({ row }: { row: Order }) {
  const [taken, setTaken] = useState<number | null>(null)
  const { lines, fulfilments } = row
  if (!lines || !fulfilments) return null
  return (
    <Panel title="Fulfilment">
      <Table label="Fulfilment by line" head={['Line', 'Ordered', 'Gone out', 'Open', 'Invoiced']}>
        {lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place
          <tr key={place}>
            <td>{line.description}</td>
            <td>{count(line.quantity)}</td>
            <td>{count(line.fulfilled)}</td>
            <td>{count(line.open)}</td>
            <td>{count(line.billed)}</td>
          </tr>
        ))}
      </Table>
      {fulfilments.length === 0 ? (
        <Quiet>Nothing has gone out yet.</Quiet>
      ) : (
        <Table label="What has gone out" head={['No.', 'Day', 'Lines', 'Carrier', 'Tracking', '']}>
          {fulfilments.map((one) => (
            <tr key={one.fulfilment}>
              <td>{one.fulfilment}</td>
              <td>{day(one.day)}</td>
              <td>
                {one.lines
                  .map(({ line, quantity }) => `${count(quantity)} ${lines[line]?.description ?? ''}`)
                  .join(', ')}
              </td>
              <td>{one.carrier ?? <Nothing />}</td>
              <td>{one.tracking ?? <Nothing />}</td>
              <td>
                <WriteButton
                  size="compact-xs"
                  variant="default"
                  permission="order.withdraw-fulfilment"
                  aria-label={`Take back fulfilment ${one.fulfilment}`}
                  onClick={() => setTaken(one.fulfilment)}
                >
                  Take back
                </WriteButton>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {taken !== null && (
        <CommandDialog
          title={`Take back fulfilment ${taken}`}
          path={`/orders/${row.id}/withdraw-fulfilment`}
          fields={[{ key: 'reason', label: 'Why?', kind: 'text' }]}
          body={{ fulfilment: taken }}
          submit="Take it back"
          grave
          touches={['order']}
          onClose={() => setTaken(null)}
        >
          What went out with it is open again.
        </CommandDialog>
      )}
    </Panel>
  )
}

/** Records what goes out: all that is open at first. */
export function FulfilDialog({ row, onClose }: { row: Order; onClose: () => void }) {
  const open = (row.lines ?? []).map(({ description, open: left }, line) => ({ line, description, left }))
  return (
    <CommandDialog
      title={`What of ${row.number ?? 'this order'} goes out?`}
      path={`/orders/${row.id}/fulfil`}
      fields={[
        partsField('Quantities', open),
        { key: 'day', label: 'Day', kind: 'date', hint: 'Today, if left empty' },
        { key: 'carrier', label: 'Carrier', kind: 'text' },
        { key: 'tracking', label: 'Tracking number', kind: 'text' },
      ]}
      initial={{ lines: allOf(open) }}
      submit="Record the fulfilment"
      ifMatch={row.revision}
      touches={['order', 'invoice']}
      onDone={() => done('Fulfilment recorded')}
      onClose={onClose}
    />
  )
}
