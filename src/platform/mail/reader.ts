import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Checking, type Message, NoMessage } from './message.ts'

/** Reads messages apart from everything else: a large one, or one made to take long, holds up nobody but the next. */
export interface MessageReader {
  /** @throws NoMessage for what is none, or takes longer than 60 s or more than 512 MB. */
  read(raw: Uint8Array, checking?: Pick<Checking, 'checkedBy'>): Promise<Message>
  /** The page of a message, cleaned; null: it is text only. @throws NoMessage */
  page(raw: Uint8Array, how: { pictures: boolean }): Promise<Page | null>
  close(): Promise<void>
}

export interface Page {
  html: string
  /** Whether pictures elsewhere were left out. */
  hasPictures: boolean
}

export interface Asked {
  raw: Uint8Array
  checking?: Pick<Checking, 'checkedBy'> | undefined
  page?: { pictures: boolean }
}

export type Answer = { read: Message } | { page: Page | null } | { error: string; isNone: boolean }

const patience = 60_000
const memory = { maxOldGenerationSizeMb: 512 }

/** The thread begins with the first message and ends after a while without one. `dist` is where it was built. */
export function createMessageReader(dist: string): MessageReader {
  let worker: Worker | undefined
  let last: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }

  async function ask(asked: Asked): Promise<Answer> {
    clearTimeout(idle)
    worker ??= new Worker(join(dist, 'mail-reader.js'), { resourceLimits: memory })
    const thread = worker
    thread.ref()
    try {
      return await new Promise<Answer>((resolve, reject) => {
        const tooLong = setTimeout(() => over(new NoMessage('It takes too long to be read.')), patience)
        const onAnswer = (answer: Answer) => over(answer)
        const onError = (cause: unknown) => over(new NoMessage('It takes too much to be read.', { cause }))
        thread.on('message', onAnswer).on('error', onError)
        // What the thread listens to itself stays.
        function over(outcome: Answer | Error) {
          clearTimeout(tooLong)
          thread.off('message', onAnswer).off('error', onError)
          if (outcome instanceof Error) reject(outcome)
          else resolve(outcome)
        }
        thread.postMessage(asked)
      })
    } catch (error) {
      worker = undefined
      thread.on('error', () => undefined)
      await thread.terminate()
      throw error
    } finally {
      worker?.unref()
      idle = setTimeout(() => void close(), 30_000).unref()
    }
  }

  async function close() {
    clearTimeout(idle)
    const thread = worker
    worker = undefined
    await thread?.terminate()
  }

  async function answered(asked: Asked): Promise<Answer> {
    const answer = await inTurn(() => ask(asked))
    if ('error' in answer) throw answer.isNone ? new NoMessage(answer.error) : new Error(answer.error)
    return answer
  }

  return {
    async read(raw, checking) {
      const answer = await answered({ raw, checking })
      if (!('read' in answer)) throw new Error('the reader answered something else')
      return answer.read
    },
    async page(raw, how) {
      const answer = await answered({ raw, page: how })
      if (!('page' in answer)) throw new Error('the reader answered something else')
      return answer.page
    },
    close: () => inTurn(close),
  }
}
