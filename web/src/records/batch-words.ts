import type { Batch, BatchItem } from '../api/models.ts'
import { count, counted } from '../ui/format.ts'
import { entryOf } from './entry.ts'
import { nounOf } from './resource.ts'

/** What a batch does: `Assign: 3 leads`. Words of the command, because batches are of whatever can be asked of many. */
export function batchWords({ tasks = [] }: Pick<Batch, 'tasks'>): string {
  return tasks
    .map(({ command, total }) => {
      const [model = '', verb = ''] = command.split('.')
      const { one = model, many = model } = entryOf(model) ?? {}
      return `${nounOf(verb.replaceAll('-', ' '))}: ${counted(total, one, many)}`
    })
    .join(', ')
}

/** How it stands, in one line. */
export function standing(batch: Batch): string {
  const { status, total = 0, done = 0, unchanged = 0, refused = 0, notSeen = 0 } = batch
  const { undoTotal = 0, undone = 0, notUndone = 0 } = batch
  if (status === 'reverting') return `${count(undone + notUndone)} of ${count(undoTotal)} taken back`
  if (status === 'reverted')
    return `${count(undone)} taken back${notUndone > 0 ? `, ${count(notUndone)} left as they are` : ''}`
  const parts = [
    `${count(done)} done`,
    ...(unchanged > 0 ? [`${count(unchanged)} were so already`] : []),
    ...(refused + notSeen > 0 ? [`${count(refused + notSeen)} refused`] : []),
  ]
  const settled = done + unchanged + refused + notSeen
  if (settled < total)
    parts.push(`${count(total - settled)} ${status === 'cancelled' ? 'not begun' : 'to go'}`)
  return parts.join(', ')
}

/** From 0 to 100. */
export function progressOf(batch: Batch): number {
  const { status, total = 0, done = 0, unchanged = 0, refused = 0, notSeen = 0 } = batch
  const { undoTotal = 0, undone = 0, notUndone = 0 } = batch
  const [settled, all] =
    status === 'reverting' ? [undone + notUndone, undoTotal] : [done + unchanged + refused + notSeen, total]
  return all === 0 ? 100 : (100 * settled) / all
}

export const isRunning = ({ status }: Pick<Batch, 'status'>) =>
  status === 'running' || status === 'cancelling' || status === 'reverting'

/** Whether there is something that could be undone. */
export const canUndo = ({ status, done = 0 }: Batch) =>
  done > 0 && (status === 'done' || status === 'cancelled')

/** What came of one record, in words. */
export function outcomeWords(result: BatchItem['result']): string {
  if (!result) return 'Not its turn yet'
  switch (result.is) {
    case 'done':
      return 'Done'
    case 'unchanged':
      return 'Was so already'
    case 'not-seen':
      return 'Not here, or not for you to see'
    case 'changed-since':
    case 'refused':
      return result.message ?? 'Refused'
  }
}
