import { Select } from '@mantine/core'
import type { Block, LandingPage } from '../landing-page.entry.ts'
import { OrderedPanel } from '../ordered-panel.tsx'
import { BlockInput } from './block-input.tsx'

const kinds: readonly { value: Block['is']; label: string; first: Block }[] = [
  { value: 'heading', label: 'Heading', first: { is: 'heading', text: '' } },
  { value: 'text', label: 'Text', first: { is: 'text', text: '' } },
  { value: 'picture', label: 'Picture', first: { is: 'picture', picture: '', alt: '' } },
  { value: 'product', label: 'Product', first: { is: 'product', productId: '' } },
  { value: 'form', label: 'Form', first: { is: 'form', formId: '' } },
  { value: 'button', label: 'Button', first: { is: 'button', text: '', url: '' } },
]

const blocksOf = ({ blocks = [] }: LandingPage) => blocks as unknown as readonly Block[]

/** What stands in a page, one under the other; it is seen once it is published. */
export function Blocks({ row }: { row: LandingPage }) {
  return (
    <OrderedPanel
      row={row}
      of={blocksOf}
      kept={{
        model: 'landingPage',
        path: `/landing-pages/${row.id}`,
        field: 'blocks',
        save: 'the page',
        saved: 'Saved: publish it, and it is seen',
        unsaved: 'The page was not saved',
      }}
      title="What stands in it"
      label="Parts"
      one="part"
      first={{ is: 'text', text: '' }}
      empty="There is nothing yet."
    >
      {(block, at, put) => (
        <>
          <Select
            aria-label={`Part ${at + 1}`}
            w={120}
            allowDeselect={false}
            data={kinds.map(({ value, label }) => ({ value, label }))}
            value={block.is}
            onChange={(next) => put(kinds.find(({ value }) => value === next)?.first ?? block)}
          />
          <BlockInput label={`Part ${at + 1}`} block={block} onChange={put} />
        </>
      )}
    </OrderedPanel>
  )
}
