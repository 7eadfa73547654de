import { ActionIcon, Button, Modal, Progress, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import { send } from '../api/client.ts'
import { type Intent, refresh } from '../api/commands.ts'
import type { Row } from '../api/shapes.ts'
import { WriteButton } from '../time/write.tsx'
import { counted } from '../ui/format.ts'
import { done, reasonOf } from '../ui/notices.ts'
import classes from './list.module.css'
import { type Resource, type RowAction, titleOf } from './resource.ts'

interface Outcome {
  row: Row
  error?: string
}

/** What can be done with the chosen rows. */
export function BulkBar({
  resource,
  rows,
  onClear,
}: {
  resource: Resource
  rows: readonly Row[]
  onClear: () => void
}) {
  const [asking, setAsking] = useState<RowAction | null>(null)
  const [intent, setIntent] = useState<((row: Row) => Intent) | null>(null)
  const Ask = asking?.ask
  return (
    <div className={classes.bulk} role="toolbar" aria-label="Selected rows">
      <strong>{counted(rows.length, `${resource.one} selected`, `${resource.many} selected`)}</strong>
      {resource.bulk?.map((action) => (
        <WriteButton
          key={action.label}
          variant="default"
          permission={action.permission}
          leftSection={<action.icon size={14} />}
          onClick={() => setAsking(action)}
        >
          {action.label}
        </WriteButton>
      ))}
      <ActionIcon aria-label="Clear the selection" onClick={onClear}>
        <X size={16} />
      </ActionIcon>
      {Ask && !intent && (
        <Ask count={rows.length} onCancel={() => setAsking(null)} onReady={(make) => setIntent(() => make)} />
      )}
      {asking && intent && (
        <BulkRun
          resource={resource}
          label={asking.label}
          rows={rows}
          intent={intent}
          onClose={() => {
            setAsking(null)
            setIntent(null)
            onClear()
          }}
        />
      )}
    </div>
  )
}

/** One command for each row, with progress, a way to stop, and what became of each. */
function BulkRun({
  resource,
  label,
  rows,
  intent,
  onClose,
}: {
  resource: Resource
  label: string
  rows: readonly Row[]
  intent: (row: Row) => Intent
  onClose: () => void
}) {
  const client = useQueryClient()
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([])
  const [running, setRunning] = useState(false)
  const stopped = useRef(false)
  const failures = outcomes.filter(({ error }) => error !== undefined)

  const run = async () => {
    setRunning(true)
    const results: Outcome[] = []
    for (const row of rows) {
      if (stopped.current) break
      const { touches: _, ...command } = intent(row)
      try {
        await send({ ...command, key: crypto.randomUUID() })
        results.push({ row })
      } catch (error) {
        results.push({ row, error: reasonOf(error) })
      }
      setOutcomes([...results])
    }
    setRunning(false)
    await refresh(client, [resource.model])
    if (results.length === rows.length && results.every(({ error }) => error === undefined)) {
      done(`${label}: ${counted(results.length, resource.one, resource.many)} done`)
      onClose()
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${label}: ${counted(rows.length, resource.one, resource.many)}`}
      withCloseButton={!running}
      closeOnEscape={!running}
      closeOnClickOutside={!running}
    >
      <Progress value={(outcomes.length / rows.length) * 100} aria-label="Progress" />
      <Text size="sm" mt={8}>
        {outcomes.length} of {rows.length} done{failures.length > 0 && `, ${failures.length} refused`}
      </Text>
      <ul>
        {failures.map(({ row, error }) => (
          <li key={row.id}>
            {titleOf(resource, row)}: {error}
          </li>
        ))}
      </ul>
      {running ? (
        <Button
          variant="default"
          onClick={() => {
            stopped.current = true
          }}
        >
          Stop here
        </Button>
      ) : outcomes.length === 0 ? (
        <Button onClick={() => void run()}>{label}</Button>
      ) : (
        <Button onClick={onClose}>Close</Button>
      )}
    </Modal>
  )
}
