import { Tooltip } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import type { Row } from '../api/shapes.ts'
import { Tag } from '../ui/values.tsx'

/** Beside the name of a record of which an operator has set aside an event: what stands there is not all. */
export function IncompleteMark({ row }: { row: Row }) {
  if (!row.incomplete) return null
  return (
    <Tooltip
      multiline
      w={280}
      label="An event of this record could not be read and was set aside by an operator. What it said is missing here; the history has it."
    >
      <span>
        <Tag tone="warn" icon={<CircleAlert size={12} aria-hidden />}>
          Incomplete
        </Tag>
      </span>
    </Tooltip>
  )
}
