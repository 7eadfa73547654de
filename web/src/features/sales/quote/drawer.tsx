import { Alert, Button, Drawer, Group, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Problem } from '../../../api/problem.ts'
import { equal } from '../../../records/equal.ts'
import { useDirectory } from '../../../records/names.ts'
import { DayInput } from '../../../records/typed-inputs.tsx'
import { formatsNow } from '../../../ui/formats.ts'
import { done, problemOf, reasonOf } from '../../../ui/notices.ts'
import { dateAt } from '../../../ui/zone.ts'
import type { Opportunity } from '../opportunity.entry.ts'
import { isOffered, type Product } from '../product.entry.ts'
import type { Quote } from '../quote.entry.ts'
import { type Draft, draftOf, emptyLine, LinesEditor, requestOf, takenFrom } from './lines-editor.tsx'
import { TotalsFoot } from './lines-table.tsx'
import type { Line } from './price.ts'
import { asTexts, QuoteText, type Texts } from './texts.tsx'

interface DrawerProps {
  opened: boolean
  opportunity: Pick<Opportunity, 'id' | 'name' | 'amount' | 'productId' | 'lines'>
  /** The draft to change; undefined: write a new one. */
  quote?: Quote
  /** What was sent, of which the next version is written. */
  replaces?: Quote
  onClose: () => void
}

/** Writes or changes the lines of a quote; what they come to is seen at once. */
export function QuoteDrawer(props: DrawerProps) {
  // Known before the drawer opens, so that the first line can be the product of the deal.
  const products = useDirectory<Product>('product').filter(isOffered)
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
      from?.lines?.map(draftOf) ??
      linesOf(opportunity.lines, currency) ?? [
        {
          ...emptyLine(),
          ...takenFrom(products.find(({ id }) => id === opportunity.productId)),
        },
      ],
  )
  const [texts, setTexts] = useState<Texts>({ intro: from?.intro ?? '', terms: from?.terms ?? '' })
  const [problem, setProblem] = useState<Problem | undefined>()
  const command = useCommand()
  const navigate = useNavigate()
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
        const more = [
          ...(validUntil === quote.validUntil ? [] : [['change-validity', { validUntil }] as const]),
          ...(equal(asTexts(texts), { intro: quote.intro, terms: quote.terms })
            ? []
            : [['change-texts', asTexts(texts)] as const]),
        ]
        let ifMatch = changed.revision
        for (const [verb, part] of more)
          ifMatch = (
            await command.mutateAsync({
              method: 'POST',
              path: `/quotes/${quote.id}/${verb}`,
              body: part,
              ifMatch,
              touches: ['quote'],
            })
          ).revision
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
            ...asTexts(texts),
            ...(replaces && { replacesId: replaces.id }),
          },
          touches: ['quote'],
        })
        done('Quote drafted. Mark it as sent once you have sent it.')
        void navigate({ to: '/$path/$id', params: { path: 'quotes', id } })
      }
      onClose()
    } catch (error) {
      setProblem(problemOf(error))
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
        <QuoteText use="intro" label="Before the lines" texts={texts} onChange={setTexts} errorOf={errorOf} />
        <LinesEditor
          dealId={opportunity.id}
          lines={lines}
          currency={currency}
          products={products}
          errorOf={errorOf}
          onChange={setLines}
          foot={(totals) => <TotalsFoot totals={totals} columns={7} />}
        />
        <QuoteText use="terms" label="After the lines" texts={texts} onChange={setTexts} errorOf={errorOf} />
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

/** Those of the deal, where they can be offered in this currency. */
function linesOf(lines: readonly Line[] | undefined, currency: string): Draft[] | undefined {
  const here = lines?.filter(({ net }) => net.currency === currency) ?? []
  return here.length > 0 ? here.map(draftOf) : undefined
}

function inDays(days: number): string {
  return dateAt(new Date(Date.now() + days * 86_400_000), formatsNow().timeZone)
}
