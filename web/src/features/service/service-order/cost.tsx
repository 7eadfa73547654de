import { type ReactNode, useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Money } from '../../../api/types.gen.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { count, hours } from '../../../ui/format.ts'
import { failed } from '../../../ui/notices.ts'
import { Facts, Quiet, Table } from '../../../ui/screen.tsx'
import { MoneyValue, Nothing, Tag } from '../../../ui/values.tsx'
import type { ServiceOrder } from '../service-order.entry.ts'

const part: readonly Field[] = [
  { key: 'productId', label: 'Product', kind: 'ref', model: 'product' },
  { key: 'description', label: 'What it is', kind: 'text', hint: 'Left empty, as the product is called' },
  { key: 'quantity', label: 'Quantity', kind: 'number', places: 3, required: true },
  {
    key: 'unitPrice',
    label: 'Price for one',
    kind: 'money',
    price: true,
    hint: 'Left empty, that of the product',
  },
]
const time: readonly Field[] = [
  { key: 'startedAt', label: 'From', kind: 'instant', required: true },
  { key: 'endedAt', label: 'Until', kind: 'instant', required: true },
  { key: 'text', label: 'What was done', kind: 'text' },
  { key: 'userId', label: 'By', kind: 'ref', model: 'user', hint: 'Left empty: you' },
  { key: 'rate', label: 'For an hour', kind: 'money', hint: 'Left empty, what the service costs an hour' },
]

/** What an order took, and what it comes to (SVC-12). */
export function Cost({ row }: { row: ServiceOrder }) {
  const [asked, ask] = useState<'use-part' | 'log-time' | null>(null)
  const command = useCommand()
  const isOpen = !row.billed && row.status !== 'cancelled'
  const post = (verb: string, body: object) =>
    command.mutateAsync({
      method: 'POST',
      path: `/service-orders/${row.id}/${verb}`,
      body,
      touches: ['serviceOrder'],
    })
  const remove = (verb: string, body: object) =>
    void post(verb, body).catch((error: unknown) => failed('It stays', error))
  const [parts, times] = [row.parts ?? [], row.times ?? []]
  return (
    <Panel
      title="Time, parts and cost"
      aside={
        isOpen && (
          <>
            <WriteButton
              size="compact-xs"
              variant="default"
              permission="serviceOrder.log-time"
              onClick={() => ask('log-time')}
            >
              Add time
            </WriteButton>
            <WriteButton
              size="compact-xs"
              variant="default"
              permission="serviceOrder.use-part"
              onClick={() => ask('use-part')}
            >
              Add a part
            </WriteButton>
          </>
        )
      }
    >
      <Facts
        facts={[
          [
            'Comes to, before tax',
            row.cost ? <MoneyValue key="cost" value={row.cost} /> : <Nothing key="none" />,
          ],
          [
            'To be paid',
            row.billable ? <MoneyValue key="paid" value={row.billable} /> : <Nothing key="none" />,
          ],
        ]}
      />
      {times.length + parts.length === 0 ? (
        <Quiet>Nothing was written down yet.</Quiet>
      ) : (
        <Table label="Time and parts" head={['What', 'How much', 'Price', 'Paid by', '']}>
          {times.map((one) => (
            <Line
              key={one.id}
              what={
                <>
                  {one.text ?? 'Work'} {one.userId && <Reference model="user" id={one.userId} />}
                </>
              }
              much={hours((Date.parse(one.endedAt) - Date.parse(one.startedAt)) / 60_000)}
              price={one.rate}
              billable={one.billable}
              permission="serviceOrder.remove-time"
              onTakeBack={isOpen ? () => remove('remove-time', { timeId: one.id }) : undefined}
            />
          ))}
          {parts.map((one) => (
            <Line
              key={one.id}
              what={one.description}
              much={count(one.quantity)}
              price={one.unitPrice}
              billable={one.billable}
              permission="serviceOrder.remove-part"
              onTakeBack={isOpen ? () => remove('remove-part', { partId: one.id }) : undefined}
            />
          ))}
        </Table>
      )}
      {asked && (
        <AskDialog
          title={asked === 'use-part' ? 'A part that was used' : 'Time that was spent'}
          fields={[
            ...(asked === 'use-part' ? part : time),
            { key: 'billable', label: 'The customer pays it', kind: 'yes-no' },
          ]}
          initial={{
            billable: row.failure?.warranty !== 'covered',
            ...(asked === 'use-part' && { quantity: 1 }),
          }}
          submit="Write down"
          onClose={() => ask(null)}
          onSubmit={(answers) =>
            post(
              asked,
              Object.fromEntries(
                Object.entries(answers).filter(([, value]) => value !== null && value !== ''),
              ),
            )
          }
        />
      )}
    </Panel>
  )
}

/** Some time or a part, and who pays for it. */
function Line({
  what,
  much,
  price,
  billable,
  permission,
  onTakeBack,
}: {
  what: ReactNode
  much: string
  price: Money | null | undefined
  billable: boolean
  permission: string
  /** Undefined: it can no longer be. */
  onTakeBack: (() => void) | undefined
}) {
  return (
    <tr>
      <td>{what}</td>
      <td>{much}</td>
      <td>{price ? <MoneyValue value={price} /> : <Nothing />}</td>
      <td>{billable ? 'The customer' : <Tag tone="neutral">Us</Tag>}</td>
      <td>
        {onTakeBack && (
          <WriteButton size="compact-xs" variant="subtle" permission={permission} onClick={onTakeBack}>
            Take back
          </WriteButton>
        )}
      </td>
    </tr>
  )
}
