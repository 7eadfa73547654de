import { Button, Group } from '@mantine/core'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCommand } from '../../api/commands.ts'
import { useEdited } from '../../records/edited.ts'
import { Panel } from '../../records/panel.tsx'
import { WriteButton } from '../../time/write.tsx'
import { done, failed } from '../../ui/notices.ts'
import { Quiet } from '../../ui/screen.tsx'
import { OrderedRows } from './ordered-rows.tsx'

/** Where what is edited is kept, and the words for it: `save` is what is saved, `the steps`. */
interface Kept {
  model: string
  path: string
  field: string
  save: string
  saved: string
  unsaved: string
}

/** A field of a record that holds things in an order: they are added, moved and changed, and saved together. */
export function OrderedPanel<R extends { revision?: number | undefined }, T extends object>({
  row,
  of,
  kept: { model, path, field, save, saved, unsaved },
  title,
  label,
  one,
  first,
  empty,
  children,
}: {
  row: R
  /** Those of a record; the same function each time. */
  of: (row: R) => readonly T[]
  kept: Kept
  title: string
  label: string
  /** What one of them is called: `step`. */
  one: string
  /** What one is that was just added. */
  first: T
  empty: string
  children: (row: T, at: number, put: (row: T) => void) => ReactNode
}) {
  const { base, setBase, edited, setEdited, isChanged } = useEdited(row, of)
  const command = useCommand()
  const send = () =>
    command.mutate(
      { method: 'PATCH', path, body: { [field]: edited }, ifMatch: base.revision, touches: [model] },
      {
        onSuccess: ({ revision }) => {
          setBase({ ...base, [field]: edited, revision })
          done(saved)
        },
        onError: (error) => failed(unsaved, error),
      },
    )
  return (
    <Panel
      title={title}
      aside={
        <Group gap={8}>
          <Button
            variant="default"
            leftSection={<Plus size={14} />}
            onClick={() => setEdited([...edited, first])}
          >
            Add a {one}
          </Button>
          <WriteButton
            permission={`${model}.change`}
            refusal={isChanged ? undefined : 'Nothing has changed since it was saved.'}
            loading={command.isPending}
            onClick={send}
          >
            Save {save}
          </WriteButton>
        </Group>
      }
    >
      {edited.length === 0 && <Quiet>{empty}</Quiet>}
      <OrderedRows label={label} one={one} rows={edited} onChange={setEdited}>
        {children}
      </OrderedRows>
    </Panel>
  )
}
