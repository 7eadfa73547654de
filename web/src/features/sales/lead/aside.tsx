import { CalendarClock, CircleSlash } from 'lucide-react'
import { useRef } from 'react'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import type { BulkAction } from '../../../records/resource.ts'
import { useOffer } from '../../../records/undo.tsx'
import { counted } from '../../../ui/format.ts'
import { lead as entry, type Lead } from '../lead.entry.ts'

/** The two ways of setting a lead aside, of one or of many. */
const ways = {
  disqualify: {
    label: 'Disqualify',
    icon: CircleSlash,
    fields: [
      { key: 'reason', label: 'Reason', kind: 'listed', list: 'lead-disqualification', required: true },
    ] satisfies readonly Field[],
  },
  recycle: {
    label: 'Put off',
    icon: CalendarClock,
    fields: [
      { key: 'reason', label: 'Reason', kind: 'listed', list: 'lead-recycling', required: true },
      {
        key: 'wakeOn',
        label: 'Until',
        kind: 'date',
        required: true,
        hint: 'On that day it is taken up again by itself, and its owner is told',
      },
    ] satisfies readonly Field[],
  },
} as const

export type Way = keyof typeof ways

export function AsideDialog({ row, way, onClose }: { row: Lead; way: Way; onClose: () => void }) {
  const { label, fields } = ways[way]
  const offer = useOffer(entry)
  return (
    <CommandDialog
      title={`${label}: this lead`}
      path={`/leads/${row.id}/${way}`}
      fields={fields}
      initial={way === 'recycle' ? { reason: row.recycledReason, wakeOn: row.wakeOn } : {}}
      submit={label}
      grave={way === 'disqualify'}
      touches={['lead']}
      onDone={(accepted) => offer(way === 'disqualify' ? 'Disqualified' : 'Put off', accepted)}
      onClose={onClose}
    />
  )
}

function asideAction(way: Way): BulkAction {
  const { label, icon, fields } = ways[way]
  const command = `lead.${way}`
  return {
    label,
    icon,
    permission: command,
    ask: function AskAside({ count, onCancel, onReady }) {
      const isReady = useRef(false)
      return (
        <AskDialog
          title={`${label}: ${count === null ? `all ${entry.many}` : counted(count, entry.one, entry.many)}`}
          fields={fields}
          submit="Go on"
          onClose={() => isReady.current || onCancel()}
          onSubmit={async (answers) => {
            isReady.current = true
            onReady({ command, body: answers })
          }}
        />
      )
    },
  }
}

export const disqualifyAction = asideAction('disqualify')
export const recycleAction = asideAction('recycle')
