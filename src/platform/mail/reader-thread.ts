import { parentPort } from 'node:worker_threads'
import { NoMessage, readMessage } from './message.ts'
import { pageOf } from './page.ts'
import type { Answer, Asked } from './reader.ts'

// The thread that messages are read in: one at a time, as it is asked.
parentPort?.on('message', async ({ raw, checking, page }: Asked) => {
  const answer: Answer = await (page
    ? pageOf(raw, page).then((found) => ({ page: found }))
    : readMessage(raw, checking).then((read) => ({ read }))
  ).catch((error: unknown) => ({
    error: error instanceof Error ? error.message : String(error),
    isNone: error instanceof NoMessage,
  }))
  parentPort?.postMessage(answer)
})
