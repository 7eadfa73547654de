import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

const patience = 120_000
const memory = { maxOldGenerationSizeMb: 512 }

/** The rows of the first sheet as text, and how many sheets there are; or why it cannot be read. */
export type WorkbookAnswer =
  | { rows: readonly (readonly string[])[]; sheets: number }
  | { problem: 'too-large' | 'no-workbook' }

/** Reads workbooks (.xlsx) apart from everything else, in a thread with an end of its memory: one that was made to burst bursts alone. */
export interface WorkbookReader {
  read(bytes: Uint8Array): Promise<WorkbookAnswer>
}

/** One after the other. `dist` is where the thread was built. */
export function createWorkbookReader(dist: string): WorkbookReader {
  let last: Promise<unknown> = Promise.resolve()

  async function answered(bytes: Uint8Array): Promise<WorkbookAnswer> {
    const thread = new Worker(join(dist, 'workbook-reader.js'), { resourceLimits: memory, workerData: bytes })
    let late: NodeJS.Timeout | undefined
    try {
      return await new Promise<WorkbookAnswer>((resolve) => {
        const tooMuch = () => resolve({ problem: 'too-large' })
        late = setTimeout(tooMuch, patience)
        thread.on('message', resolve).on('error', tooMuch)
      })
    } finally {
      clearTimeout(late)
      await thread.terminate()
    }
  }

  return {
    read(bytes) {
      const work = () => answered(bytes)
      const next = last.then(work, work)
      last = next.catch(() => undefined)
      return next
    },
  }
}
