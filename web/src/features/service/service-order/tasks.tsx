import { Checkbox, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { Panel } from '../../../records/panel.tsx'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import type { ServiceOrder } from '../service-order.entry.ts'

/** The checklist of an order. */
export function Tasks({ row }: { row: ServiceOrder }) {
  const command = useCommand()
  const refusal = useRefusal()
  const [text, setText] = useState('')
  const tasks = row.tasks ?? []
  const isOpen = row.status !== 'done' && row.status !== 'cancelled'
  const post = (verb: string, body: object) =>
    command
      .mutateAsync({
        method: 'POST',
        path: `/service-orders/${row.id}/${verb}`,
        body,
        touches: ['serviceOrder'],
      })
      .catch((error: unknown) => failed('The task stays as it is', error))
  return (
    <Panel title={`Tasks ${tasks.filter(({ done }) => done).length} of ${tasks.length}`}>
      {tasks.length === 0 && <Quiet>There is no checklist.</Quiet>}
      {tasks.map(({ id, text: words, done }) => (
        <Checkbox
          key={id}
          my={8}
          label={words}
          checked={done}
          disabled={!isOpen || refusal('serviceOrder.tick-task') !== undefined}
          onChange={(event) => void post('tick-task', { taskId: id, done: event.currentTarget.checked })}
        />
      ))}
      {isOpen && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim()) void post('add-task', { text }).then(() => setText(''))
          }}
        >
          <Group gap={8} mt={8}>
            <TextInput
              aria-label="Another task"
              placeholder="Another task"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <WriteButton type="submit" variant="default" permission="serviceOrder.add-task">
              Add
            </WriteButton>
          </Group>
        </form>
      )}
    </Panel>
  )
}
