import { ActionIcon } from '@mantine/core'
import { X } from 'lucide-react'
import { useState } from 'react'
import { WriteButton } from '../time/write.tsx'
import { counted, count as written } from '../ui/format.ts'
import { BatchDialog } from './batch-dialog.tsx'
import { bulkActionsOf } from './bulk-actions.tsx'
import classes from './list.module.css'
import type { BatchAsked, BulkAction, Chosen, Resource } from './resource.ts'

/** What can be done with the chosen rows, or with all that match. */
export function BulkBar({
  resource,
  ids,
  matching,
  total,
  onClear,
}: {
  resource: Resource
  ids: readonly string[]
  /** The list's parameters, where all that match can be chosen because there are more than are shown. */
  matching: Readonly<Record<string, string>> | undefined
  total: number | undefined
  onClear: () => void
}) {
  const [all, setAll] = useState(false)
  const [asking, setAsking] = useState<BulkAction | null>(null)
  const [asked, setAsked] = useState<BatchAsked | null>(null)
  const Ask = asking?.ask
  const Run = asking?.run
  const whole = all && matching !== undefined
  const count = whole ? (total ?? null) : ids.length
  const chosen: Chosen = whole ? { matching } : { ids }
  const { one, many } = resource
  return (
    <div className={classes.bulk} role="toolbar" aria-label="Selected rows">
      <strong>
        {count === null ? `All ${many} that match` : counted(count, `${one} selected`, `${many} selected`)}
      </strong>
      {matching && !all && (
        <button type="button" className={classes.plain} onClick={() => setAll(true)}>
          Select all {total !== undefined && written(total)} that match
        </button>
      )}
      {bulkActionsOf(resource).map((action) => (
        <WriteButton
          key={action.label}
          variant="default"
          permission={action.permission}
          leftSection={<action.icon size={14} />}
          onClick={() => {
            setAsking(action)
            setAsked(action.asked ?? null)
          }}
        >
          {action.label}
        </WriteButton>
      ))}
      <ActionIcon aria-label="Clear the selection" onClick={onClear}>
        <X size={16} />
      </ActionIcon>
      {Ask && !asked && <Ask count={count} onCancel={() => setAsking(null)} onReady={setAsked} />}
      {Run && (
        <Run
          chosen={chosen}
          onClose={(started) => {
            setAsking(null)
            if (started) onClear()
          }}
        />
      )}
      {asking && asked && (
        <BatchDialog
          resource={resource}
          label={asking.label}
          asked={asked}
          chosen={chosen}
          onClose={(started) => {
            setAsking(null)
            setAsked(null)
            if (started) onClear()
          }}
        />
      )}
    </div>
  )
}
