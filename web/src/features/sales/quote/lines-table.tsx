import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Panel } from '../../../records/panel.tsx'
import { count } from '../../../ui/format.ts'
import { MoneyValue } from '../../../ui/values.tsx'
import { priceWords } from './list-prices.ts'
import type { Line, Totals } from './price.ts'
import classes from './quote.module.css'

/** What is offered or ordered, line for line, and the totals. */
export function LinesTable({
  document: { lines, totals },
  aside,
  foot,
}: {
  document: { lines?: readonly Line[]; totals?: Totals }
  aside?: ReactNode
  /** Instead of the totals. */
  foot?: ReactNode
}) {
  if (!lines || !(totals || foot)) return null
  return (
    <Panel title="Lines" aside={aside}>
      <table className={classes.lines}>
        <thead>
          <tr>
            <th>Description</th>
            <th data-right>Quantity</th>
            <th data-right>Unit price</th>
            <th data-right>Discount</th>
            <th data-right>Tax</th>
            <th data-right>Net</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place
            <tr key={index}>
              <td>{line.description}</td>
              <td data-right>{count(line.quantity)}</td>
              <td data-right>
                <MoneyValue value={line.unitPrice} />
                {line.productId && line.listPrice && <PriceOrigin line={line} />}
              </td>
              <td data-right>{line.discountPercent ? `${line.discountPercent} %` : '–'}</td>
              <td data-right>{line.taxPercent ? `${line.taxPercent} %` : '–'}</td>
              <td data-right>
                <MoneyValue value={line.net} />
              </td>
            </tr>
          ))}
        </tbody>
        {foot ?? (totals && <TotalsFoot totals={totals} columns={6} />)}
      </table>
    </Panel>
  )
}

/** Why it costs this: where the list price is from, and what it is where another one was agreed on. */
function PriceOrigin({ line: { unitPrice, listPrice, pricedBy } }: { line: Line }) {
  const isList = unitPrice.amount === listPrice?.amount
  if (isList && !pricedBy) return null
  return (
    <Text size="xs" c="dimmed" component="div" data-why-price>
      {!isList && listPrice && (
        <>
          List <MoneyValue value={listPrice} />
          {pricedBy && ': '}
        </>
      )}
      {pricedBy && priceWords({ pricedBy })}
    </Text>
  )
}

/** Tax is due on the sum of what has one rate: where there are several, each stands by itself. */
function taxRows({ tax, taxes }: Totals) {
  const due = taxes.filter(({ percent }) => percent > 0)
  if (due.length < 2) return [{ label: 'Tax', value: tax }]
  return due.map((each) => ({ label: `Tax ${each.percent} %`, value: each.tax }))
}

export function TotalsFoot({ totals, columns }: { totals: Totals; columns: number }) {
  const rows = [
    ...(totals.discount.amount !== 0
      ? [{ label: 'Discount', value: { ...totals.discount, amount: -totals.discount.amount } }]
      : []),
    { label: 'Net', value: totals.net },
    ...taxRows(totals),
    { label: 'Total', value: totals.gross },
  ]
  return (
    <tfoot>
      {rows.map(({ label, value }) => (
        <tr key={label} data-sum={label === 'Total'}>
          <th colSpan={columns - 1} data-right>
            {label}
          </th>
          <td data-right>
            <MoneyValue value={value} />
          </td>
        </tr>
      ))}
    </tfoot>
  )
}
