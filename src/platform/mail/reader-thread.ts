import { parentPort } from 'node:worker_threads'
import { NoMessage, readMessage } from './message.ts'
import { pageOf } from './page.ts'
import type { Answer, Asked } from './reader.ts'

async function answered({ raw, checking, page }: Asked): Promise<Answer> {
  try {
    return page ? { page: await pageOf(raw, page) } : { read: await readMessage(raw, checking) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { error: message, isNone: error instanceof NoMessage }
  }
}

// The thread that messages are read in: one at a time, as it is asked.
parentPort?.on('message', (asked: Asked) => {
  void answered(asked).then((answer) => parentPort?.postMessage(answer))
})
