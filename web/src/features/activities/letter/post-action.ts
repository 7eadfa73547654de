import { Send } from 'lucide-react'
import type { BulkAction } from '../../../records/resource.ts'

/** Says of many letters at once that they were handed to the post. */
export const postAction: BulkAction = {
  label: 'Posted',
  icon: Send,
  permission: 'letter.post',
  asked: { command: 'letter.post', body: {} },
}
