import { Button, Group, Select } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { equal } from '../../../records/equal.ts'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import type { Block, LandingPage } from '../landing-page.entry.ts'
import { OrderedRows } from '../ordered-rows.tsx'
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
  const [base, setBase] = useState(row)
  const [blocks, setBlocks] = useState(blocksOf(row))
  const command = useCommand()
  const isChanged = !equal(blocks, blocksOf(base))
  // What others save meanwhile is shown unless there is something here that it would take away.
  useEffect(() => {
    if (isChanged || row.revision === base.revision) return
    setBase(row)
    setBlocks(blocksOf(row))
  }, [row, base, isChanged])
  const save = () =>
    command.mutate(
      {
        method: 'PATCH',
        path: `/landing-pages/${row.id}`,
        body: { blocks },
        ifMatch: base.revision,
        touches: ['landingPage'],
      },
      {
        onSuccess: ({ revision }) => {
          setBase({ ...base, blocks: blocks as never, revision })
          done('Saved: publish it, and it is seen')
        },
        onError: (error) => failed('The page was not saved', error),
      },
    )
  return (
    <Panel
      title="What stands in it"
      aside={
        <Group gap={8}>
          <Button
            variant="default"
            leftSection={<Plus size={14} />}
            onClick={() => setBlocks([...blocks, { is: 'text', text: '' }])}
          >
            Add a part
          </Button>
          <WriteButton
            permission="landingPage.change"
            refusal={isChanged ? undefined : 'Nothing has changed since it was saved.'}
            loading={command.isPending}
            onClick={save}
          >
            Save the page
          </WriteButton>
        </Group>
      }
    >
      {blocks.length === 0 && <Quiet>There is nothing yet.</Quiet>}
      <OrderedRows label="Parts" one="part" rows={blocks} onChange={setBlocks}>
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
      </OrderedRows>
    </Panel>
  )
}
