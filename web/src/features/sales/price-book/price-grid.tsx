import { ActionIcon, Button, Group, Select } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { equal } from '../../../records/equal.ts'
import { useDirectory } from '../../../records/names.ts'
import { Panel } from '../../../records/panel.tsx'
import { AmountInput, NumericInput } from '../../../records/typed-inputs.tsx'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import type { PriceBook, PriceEntry } from '../price-book.entry.ts'
import type { Product } from '../product.entry.ts'

/** What each product costs by how many are bought. What is changed here holds once it is saved, as the next version. */
export function PriceGrid({ row }: { row: PriceBook }) {
  const { entries: saved = [], currency = 'EUR' } = row
  const [entries, setEntries] = useState<readonly PriceEntry[]>(saved)
  const products = useDirectory<Product>('product')
  const command = useCommand()
  const readOnly = useRefusal()('priceBook.set-prices') !== undefined || row.archived === true
  const nameOf = (id: string) => products.find((one) => one.id === id)?.name ?? id
  const isChanged = !equal(entries, saved)
  const set = (productId: string, tiers: PriceEntry['tiers']) =>
    setEntries(entries.map((one) => (one.productId === productId ? { productId, tiers } : one)))
  const save = () =>
    command.mutate(
      {
        method: 'POST',
        path: `/price-books/${row.id}/set-prices`,
        body: {
          entries: [
            ...entries,
            ...saved
              .filter(({ productId }) => !entries.some((one) => one.productId === productId))
              .map(({ productId }) => ({ productId, tiers: [] })),
          ],
        },
        ifMatch: row.revision,
        touches: ['priceBook'],
      },
      {
        onSuccess: () => done('Prices saved'),
        onError: (error) => failed('The prices were not saved', error),
      },
    )
  const free = products.filter(
    ({ id, archived }) => !archived && !entries.some(({ productId }) => productId === id),
  )
  return (
    <Panel
      title={`Prices, version ${row.version ?? 1}`}
      aside={
        <Group gap={8}>
          {isChanged && (
            <Button variant="default" onClick={() => setEntries(saved)}>
              Throw away
            </Button>
          )}
          <WriteButton
            permission="priceBook.set-prices"
            loading={command.isPending}
            refusal={isChanged ? undefined : 'Nothing has changed since it was saved.'}
            onClick={save}
          >
            Save prices
          </WriteButton>
        </Group>
      }
    >
      {entries.length === 0 ? (
        <Quiet>No product has a price in this book yet: that of the catalogue holds.</Quiet>
      ) : (
        <Table label="Prices" head={['Product', `From, and what one costs in ${currency}`, '']}>
          {entries.map(({ productId, tiers }) => (
            <tr key={productId}>
              <td>{nameOf(productId)}</td>
              <td>
                <Tiers
                  name={nameOf(productId)}
                  tiers={tiers}
                  currency={currency}
                  readOnly={readOnly}
                  onChange={(next) => set(productId, next)}
                />
              </td>
              <td>
                <ActionIcon
                  aria-label={`Remove ${nameOf(productId)}`}
                  disabled={readOnly}
                  onClick={() => setEntries(entries.filter((one) => one.productId !== productId))}
                >
                  <Trash2 size={14} />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {!readOnly && (
        <Select
          mt={8}
          w={280}
          searchable
          aria-label="Add a product"
          placeholder="Add a product"
          nothingFoundMessage="All products are in the book, or none is called so"
          data={free.map(({ id, name }) => ({ value: id, label: name ?? id }))}
          value={null}
          onChange={(productId) => {
            const product = free.find(({ id }) => id === productId)
            if (!product) return
            const amount = product.price?.currency === currency ? (product.price?.amount ?? 0) : 0
            setEntries([
              ...entries,
              { productId: product.id, tiers: [{ from: 0, price: { amount, currency } }] },
            ])
          }}
        />
      )}
    </Panel>
  )
}

function Tiers({
  name,
  tiers,
  currency,
  readOnly,
  onChange,
}: {
  name: string
  tiers: PriceEntry['tiers']
  currency: string
  readOnly: boolean
  onChange: (tiers: PriceEntry['tiers']) => void
}) {
  const change = (place: number, part: Partial<PriceEntry['tiers'][number]>) =>
    onChange(tiers.map((one, at) => (at === place ? { ...one, ...part } : one)))
  return (
    <>
      {tiers.map(({ from, price }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a tier has no name but its place while it is typed
        <Group key={place} gap={8} mb={4} wrap="nowrap">
          <NumericInput
            size="xs"
            w={110}
            aria-label={`${name}, price ${place + 1}: from`}
            places={3}
            min={0}
            disabled={readOnly}
            value={from}
            onChange={(next) => change(place, { from: next ?? Number.NaN })}
          />
          <AmountInput
            size="xs"
            w={140}
            aria-label={`${name}, price ${place + 1}: price`}
            currency={currency}
            price
            disabled={readOnly}
            value={price.amount}
            onChange={(amount) => change(place, { price: { amount: amount ?? Number.NaN, currency } })}
          />
          <ActionIcon
            aria-label={`${name}: remove price ${place + 1}`}
            disabled={readOnly || tiers.length === 1}
            onClick={() => onChange(tiers.toSpliced(place, 1))}
          >
            <Trash2 size={14} />
          </ActionIcon>
          {place === tiers.length - 1 && (
            <ActionIcon
              aria-label={`${name}: add a price`}
              disabled={readOnly}
              onClick={() => onChange([...tiers, { from: from + 10, price }])}
            >
              <Plus size={14} />
            </ActionIcon>
          )}
        </Group>
      ))}
    </>
  )
}
