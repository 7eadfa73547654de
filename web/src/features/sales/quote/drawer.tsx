import { ActionIcon, Alert, Button, Drawer, Group, Select, Stack, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { Problem } from '../../../api/problem.ts'
import { useDirectory } from '../../../records/names.ts'
import { AmountInput, DayInput, NumericInput } from '../../../records/typed-inputs.tsx'
import { formatsNow } from '../../../ui/formats.ts'
import { done, reasonOf } from '../../../ui/notices.ts'
import { MoneyValue } from '../../../ui/values.tsx'
import { dateAt } from '../../../ui/zone.ts'
import type { Opportunity } from '../opportunity.entry.ts'
import type { Product } from '../product.entry.ts'
import type { Quote } from '../quote.entry.ts'
import { TotalsFoot } from './lines-table.tsx'
import type { Line } from './price.ts'
import { priceLines } from './price.ts'
import classes from './quote.module.css'

interface Draft {
  /** For the list of inputs only. */
  key: string
  productId: string | null
  description: string
  quantity: number
  /** Minor units. */
  unitPrice: number
  discountPercent: number
  taxPercent: number
}

interface DrawerProps {
  opened: boolean
  opportunity: Pick<Opportunity, 'id' | 'name' | 'amount' | 'productId'>
  /** The draft to change; undefined: write a new one. */
  quote?: Quote
  /** What was sent, of which the next version is written. */
  replaces?: Quote
  onClose: () => void
}

/** Writes or changes the lines of a quote; what they come to is seen at once. */
export function QuoteDrawer(props: DrawerProps) {
  // Known before the drawer opens, so that the first line can be the product of the deal.
  const products = useDirectory<Product>('product').filter(({ archived }) => !archived)
  return (
    <Drawer
      opened={props.opened}
      onClose={props.onClose}
      position="right"
      size={860}
      title={titleOf(props)}
      transitionProps={{ duration: 120 }}
    >
      <Editor {...props} products={products} />
    </Drawer>
  )
}

function titleOf({ quote, replaces, opportunity }: DrawerProps): string {
  if (quote) return `Quote ${quote.number}`
  return replaces ? `Next version of ${replaces.number}` : `New quote for ${opportunity.name}`
}

function Editor({
  opportunity,
  quote,
  replaces,
  products,
  onClose,
}: DrawerProps & { products: readonly Product[] }) {
  const from = quote ?? replaces
  const currency = from?.currency ?? opportunity.amount?.currency ?? products[0]?.price?.currency ?? 'USD'
  const [validUntil, setValidUntil] = useState(quote?.validUntil ?? inDays(30))
  const [lines, setLines] = useState<readonly Draft[]>(
    () =>
      from?.lines?.map(draftOf) ?? [
        {
          ...emptyLine(),
          ...takenFrom(
            products.find(({ id }) => id === opportunity.productId),
            currency,
          ),
        },
      ],
  )
  const [problem, setProblem] = useState<Problem | undefined>()
  const command = useCommand()
  const navigate = useNavigate()
  const priced = priceLines(lines, currency)
  const change = (index: number, part: Partial<Draft>) =>
    setLines((before) => before.map((line, at) => (at === index ? { ...line, ...part } : line)))
  const errorOf = (path: string) => problem?.fields.find(({ field }) => field === path)?.message

  const save = async () => {
    setProblem(undefined)
    const body = { lines: lines.map((line) => requestOf(line, currency)) }
    try {
      if (quote) {
        const changed = await command.mutateAsync({
          method: 'POST',
          path: `/quotes/${quote.id}/change-lines`,
          body,
          ifMatch: quote.revision,
          touches: ['quote'],
        })
        if (validUntil !== quote.validUntil) {
          await command.mutateAsync({
            method: 'POST',
            path: `/quotes/${quote.id}/change-validity`,
            body: { validUntil },
            ifMatch: changed.revision,
            touches: ['quote'],
          })
        }
        done('Quote changed')
      } else {
        const { id } = await command.mutateAsync({
          method: 'POST',
          path: '/quotes',
          body: {
            ...body,
            opportunityId: opportunity.id,
            currency,
            validUntil,
            ...(replaces && { replacesId: replaces.id }),
          },
          touches: ['quote'],
        })
        done('Quote drafted. Mark it as sent once you have sent it.')
        void navigate({ to: '/$path/$id', params: { path: 'quotes', id } })
      }
      onClose()
    } catch (error) {
      setProblem(
        error instanceof Problem
          ? error
          : new Problem({ status: 0, code: 'unknown', title: reasonOf(error) }),
      )
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack gap={16}>
        {problem && (
          <Alert color="red" role="alert" title={problem.title}>
            {reasonOf(problem)}
          </Alert>
        )}
        <DayInput
          label="Valid until"
          w={180}
          value={validUntil}
          minDate={inDays(0)}
          error={errorOf('validUntil')}
          onChange={(next) => next && setValidUntil(next)}
        />
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
                errorOf={errorOf}
                onChange={(part) => change(index, part)}
                onRemove={() => setLines((before) => before.filter((_, at) => at !== index))}
              />
            ))}
          </tbody>
          <TotalsFoot totals={priced.totals} columns={7} />
        </table>
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<Plus size={14} />}
            onClick={() => setLines((before) => [...before, emptyLine()])}
          >
            Add a line
          </Button>
          <Group gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={command.isPending}>
              {quote ? 'Save changes' : 'Draft the quote'}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}

const percentage = { unit: '%', places: 4, min: 0, max: 100 }

function LineRow({
  line,
  index,
  currency,
  products,
  net,
  errorOf,
  onChange,
  onRemove,
}: {
  line: Draft
  index: number
  currency: string
  products: readonly Product[]
  net: number
  errorOf: (path: string) => string | undefined
  onChange: (part: Partial<Draft>) => void
  onRemove: () => void
}) {
  const name = `Line ${index + 1}`
  const choose = (productId: string | null) => {
    onChange({
      productId,
      ...takenFrom(
        products.find(({ id }) => id === productId),
        currency,
      ),
    })
  }
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
        {number('quantity', line.quantity, (quantity) => onChange({ quantity }), 'quantity', {
          places: 3,
          min: -1_000_000_000,
        })}
      </td>
      <td>
        <AmountInput
          size="xs"
          aria-label={`${name}: unit price`}
          currency={currency}
          price
          value={line.unitPrice}
          error={errorOf(`lines.${index}.unitPrice`)}
          onChange={(amount) => onChange({ unitPrice: amount ?? 0 })}
        />
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

/** What a line takes from its product; a price in another currency is no price here. */
function takenFrom(product: Product | undefined, currency: string): Partial<Draft> {
  if (!product) return {}
  const { id: productId, name: description, price } = product
  return {
    productId,
    ...(description !== undefined && { description }),
    ...(price?.currency === currency && { unitPrice: price.amount }),
  }
}

function emptyLine(): Draft {
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

function draftOf(line: Line): Draft {
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

function requestOf(draft: Draft, currency: string) {
  const { key: _, unitPrice, description, ...line } = draft
  return { ...line, unitPrice: { amount: unitPrice, currency }, ...(description && { description }) }
}

function inDays(days: number): string {
  return dateAt(new Date(Date.now() + days * 86_400_000), formatsNow().timeZone)
}
