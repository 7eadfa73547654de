import { Alert, Button, Drawer, Group, Stack } from '@mantine/core'
import { Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Pipeline } from '../../../api/models.ts'
import type { Problem } from '../../../api/problem.ts'
import { useDirectory } from '../../../records/names.ts'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, problemOf, reasonOf } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { MoneyValue } from '../../../ui/values.tsx'
import type { Opportunity } from '../opportunity.entry.ts'
import { isOffered, type Product } from '../product.entry.ts'
import { type Draft, draftOf, emptyLine, LinesEditor, requestOf, takenFrom } from '../quote/lines-editor.tsx'
import { LinesTable } from '../quote/lines-table.tsx'

/** What a deal consists of: its amount is what the lines come to. Nothing where a role hides them. */
export function DealLines({ row }: { row: Opportunity }) {
  const [editing, setEditing] = useState(false)
  const { lines, amount } = row
  if (!lines) return null
  const edit = (
    <WriteButton
      size="compact-xs"
      variant="default"
      permission="opportunity.change-lines"
      refusal={row.status === 'open' ? undefined : 'This opportunity is closed.'}
      leftSection={lines.length > 0 ? <Pencil size={12} /> : <Plus size={12} />}
      onClick={() => setEditing(true)}
    >
      {lines.length > 0 ? 'Edit lines' : 'Add lines'}
    </WriteButton>
  )
  return (
    <>
      {lines.length === 0 || !amount ? (
        <Panel title="Lines" aside={edit}>
          <Quiet>None: the amount is what somebody has entered.</Quiet>
        </Panel>
      ) : (
        <LinesTable document={{ lines }} aside={edit} foot={<AmountFoot amount={amount} columns={6} />} />
      )}
      <Drawer
        opened={editing}
        onClose={() => setEditing(false)}
        position="right"
        size={860}
        title={`Lines of ${row.name}`}
        transitionProps={{ duration: 120 }}
      >
        <Editor row={row} onClose={() => setEditing(false)} />
      </Drawer>
    </>
  )
}

function AmountFoot({ amount, columns }: { amount: { amount: number; currency: string }; columns: number }) {
  return (
    <tfoot>
      <tr data-sum>
        <th colSpan={columns - 1} data-right>
          Amount
        </th>
        <td data-right>
          <MoneyValue value={amount} />
        </td>
      </tr>
    </tfoot>
  )
}

function Editor({ row, onClose }: { row: Opportunity; onClose: () => void }) {
  const products = useDirectory<Product>('product').filter(isOffered)
  const ofPipeline = useDirectory<Pipeline>('pipeline').find(({ id }) => id === row.pipelineId)?.currency
  const currency = row.amount?.currency ?? ofPipeline ?? 'USD'
  const [lines, setLines] = useState<readonly Draft[]>(() =>
    row.lines && row.lines.length > 0
      ? row.lines.map(draftOf)
      : [
          {
            ...emptyLine(),
            ...takenFrom(products.find(({ id }) => id === row.productId)),
          },
        ],
  )
  const [problem, setProblem] = useState<Problem | undefined>()
  const command = useCommand()
  const errorOf = (path: string) => problem?.fields.find(({ field }) => field === path)?.message
  const save = () =>
    command.mutate(
      {
        method: 'POST',
        path: `/opportunities/${row.id}/change-lines`,
        body: { lines: lines.map((line) => requestOf(line, currency)), currency },
        ifMatch: row.revision,
        touches: ['opportunity'],
      },
      {
        onSuccess: () => {
          done('Lines changed')
          onClose()
        },
        onError: (error) => setProblem(problemOf(error)),
      },
    )
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Stack gap={16}>
        {problem && (
          <Alert color="red" role="alert" title={problem.title}>
            {reasonOf(problem)}
          </Alert>
        )}
        <LinesEditor
          dealId={row.id}
          lines={lines}
          currency={currency}
          products={products}
          errorOf={errorOf}
          onChange={setLines}
          foot={({ net }) => <AmountFoot amount={net} columns={7} />}
        />
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<Plus size={14} />}
            onClick={() => setLines([...lines, emptyLine()])}
          >
            Add a line
          </Button>
          <Group gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={command.isPending}>
              Save lines
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}
