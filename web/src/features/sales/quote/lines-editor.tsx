import { ActionIcon, Select, Text, TextInput } from '@mantine/core'
import { Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { AmountInput, NumericInput } from '../../../records/typed-inputs.tsx'
import { MoneyValue } from '../../../ui/values.tsx'
import type { Product } from '../product.entry.ts'
import { type ListPrice, priceWords, useListPrices } from './list-prices.ts'
import { type Line, priceLines, type Totals } from './price.ts'
import classes from './quote.module.css'

export interface Draft {
  /** For the list of inputs only. */
  key: string
  productId: string | null
  description: string
  quantity: number
  /** Minor units; null: the list price, whatever that is when it is saved. */
  unitPrice: number | null
  discountPercent: number
  taxPercent: number
}

/** Lines as they are written; what they come to is seen at once. */
export function LinesEditor({
  dealId,
  lines,
  currency,
  products,
  errorOf,
  onChange,
  foot,
}: {
  /** Whose customer's prices hold. */
  dealId: string
  lines: readonly Draft[]
  currency: string
  products: readonly Product[]
  errorOf: (path: string) => string | undefined
  onChange: (lines: readonly Draft[]) => void
  foot: (totals: Totals) => ReactNode
}) {
  const listed = useListPrices(dealId, lines, currency)
  const priced = priceLines(
    lines.map((line, index) => ({ ...line, unitPrice: line.unitPrice ?? listed[index]?.price?.amount ?? 0 })),
    currency,
  )
  return (
    <table className={classes.lines}>
      <thead>
        <tr>
          <th style={{ width: 170 }}>Product</th>
          <th>Description</th>
          <th style={{ width: 84 }}>Quantity</th>
          <th style={{ width: 120 }}>Unit price, {currency}</th>
          <th style={{ width: 84 }}>Discount</th>
          <th style={{ width: 84 }}>Tax</th>
          <th data-right style={{ width: 110 }}>
            Net
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          <LineRow
            key={line.key}
            line={line}
            index={index}
            currency={currency}
            products={products}
            net={priced.nets[index] ?? 0}
            listed={listed[index]}
            errorOf={errorOf}
            onChange={(part) => onChange(lines.with(index, { ...line, ...part }))}
            onRemove={() => onChange(lines.toSpliced(index, 1))}
          />
        ))}
      </tbody>
      {foot(priced.totals)}
    </table>
  )
}

const percentage = { unit: '%', places: 4, min: 0, max: 100 }

function LineRow({
  line,
  index,
  currency,
  products,
  net,
  listed,
  errorOf,
  onChange,
  onRemove,
}: {
  line: Draft
  index: number
  currency: string
  products: readonly Product[]
  net: number
  listed: ListPrice | undefined
  errorOf: (path: string) => string | undefined
  onChange: (part: Partial<Draft>) => void
  onRemove: () => void
}) {
  const name = `Line ${index + 1}`
  const choose = (productId: string | null) =>
    onChange({ productId, ...takenFrom(products.find(({ id }) => id === productId)) })
  const number = (
    label: string,
    value: number,
    set: (next: number) => void,
    path: string,
    more: { unit?: string; places: number; min: number; max?: number },
  ) => (
    <NumericInput
      size="xs"
      aria-label={`${name}: ${label}`}
      value={value}
      error={errorOf(`lines.${index}.${path}`)}
      onChange={(next) => set(next ?? 0)}
      {...more}
    />
  )
  return (
    <tr>
      <td>
        <Select
          size="xs"
          searchable
          clearable
          aria-label={`${name}: product`}
          placeholder="None"
          data={products.map((product) => ({ value: product.id, label: product.name ?? product.id }))}
          value={line.productId}
          error={errorOf(`lines.${index}.productId`)}
          onChange={choose}
        />
      </td>
      <td>
        <TextInput
          size="xs"
          aria-label={`${name}: description`}
          value={line.description}
          error={errorOf(`lines.${index}.description`)}
          onChange={(event) => onChange({ description: event.currentTarget.value })}
        />
      </td>
      <td>
        {number(
          'quantity',
          line.quantity,
          // The price of the list may be another one for so many.
          (quantity) =>
            onChange({ quantity, ...(line.unitPrice === listed?.price?.amount && { unitPrice: null }) }),
          'quantity',
          { places: 3, min: -1_000_000_000 },
        )}
      </td>
      <td>
        <AmountInput
          size="xs"
          aria-label={`${name}: unit price`}
          currency={currency}
          price
          value={line.unitPrice ?? listed?.price?.amount ?? null}
          error={errorOf(`lines.${index}.unitPrice`)}
          onChange={(unitPrice) => onChange({ unitPrice })}
        />
        {listed && <ListPriceNote listed={listed} unitPrice={line.unitPrice} />}
      </td>
      <td>
        {number(
          'discount',
          line.discountPercent,
          (discountPercent) => onChange({ discountPercent }),
          'discountPercent',
          percentage,
        )}
      </td>
      <td>
        {number('tax', line.taxPercent, (taxPercent) => onChange({ taxPercent }), 'taxPercent', percentage)}
      </td>
      <td data-right>
        <MoneyValue value={{ amount: net, currency }} />
      </td>
      <td>
        <ActionIcon aria-label={`Remove line ${index + 1}`} onClick={onRemove}>
          <Trash2 size={14} />
        </ActionIcon>
      </td>
    </tr>
  )
}

/** Where the price is from, or what it would be by the list. */
function ListPriceNote({ listed, unitPrice }: { listed: ListPrice; unitPrice: number | null }) {
  const isList = unitPrice === null || unitPrice === listed.price?.amount
  if (isList && !listed.pricedBy) return null
  return (
    <Text size="xs" c="dimmed" title={priceWords(listed)}>
      {isList ? (
        listed.pricedBy?.name
      ) : listed.price ? (
        <>
          List: <MoneyValue value={listed.price} />
        </>
      ) : (
        'Not on the list'
      )}
    </Text>
  )
}

/** What a line takes from its product; its price is that of the list. */
export function takenFrom(product: Product | undefined): Partial<Draft> {
  if (!product) return {}
  const { id: productId, name: description } = product
  return { productId, unitPrice: null, ...(description !== undefined && { description }) }
}

export function emptyLine(): Draft {
  return {
    key: crypto.randomUUID(),
    productId: null,
    description: '',
    quantity: 1,
    unitPrice: 0,
    discountPercent: 0,
    taxPercent: 0,
  }
}

export function draftOf(line: Line): Draft {
  const { productId, description, quantity, unitPrice, discountPercent, taxPercent } = line
  return {
    key: crypto.randomUUID(),
    productId,
    description,
    quantity,
    unitPrice: unitPrice.amount,
    discountPercent,
    taxPercent,
  }
}

export function requestOf(draft: Draft, currency: string) {
  const { key: _, unitPrice, description, ...line } = draft
  return {
    ...line,
    ...(unitPrice !== null && { unitPrice: { amount: unitPrice, currency } }),
    ...(description && { description }),
  }
}
