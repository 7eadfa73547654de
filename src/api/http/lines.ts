import { Readable } from 'node:stream'
import type { z } from 'zod'

export const ndjson = 'application/x-ndjson'

/**
 * A body of lines, each JSON on its own (NDJSON), and an answer that has a line for each: neither is ever held whole. Without
 * a body the lines are what is told.
 */
export interface Lines {
  asked?: z.ZodType
  answered: z.ZodType
}

/** So many lines are under way at once: enough to keep the store's group commit full. */
const atOnce = 64
/** Answers that are kept, in bytes, for who sends everything before they read anything. */
const kept = 16 * 1024 * 1024

const newline = 0x0a

/** One line as it came; `bytes` undefined: it is longer than what is taken. Counted from 1, as an editor counts. */
export interface Line {
  number: number
  bytes: Buffer | undefined
}

/** The lines of a body as they come, but for blank ones. Of one that is too long no more is kept than what is allowed. */
export async function* linesOf(body: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Line> {
  let number = 1
  let parts: Buffer[] = []
  let length = 0
  const add = (part: Buffer) => {
    length += part.length
    if (length <= longest) parts.push(part)
    else parts = []
  }
  function* end(): Generator<Line> {
    const bytes = length > longest ? undefined : Buffer.concat(parts)
    if (bytes === undefined || bytes.some((byte) => byte > 0x20)) yield { number, bytes }
    number++
    parts = []
    length = 0
  }
  for await (const chunk of body) {
    let from = 0
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      add(chunk.subarray(from, at))
      yield* end()
      from = at + 1
    }
    add(chunk.subarray(from))
  }
  yield* end()
}

/** An answer to each line, in their order. `answer` never fails: what is wrong with a line, its answer says. */
export async function* answersTo<T>(
  lines: AsyncIterable<Line>,
  answer: (line: Line) => Promise<T>,
): AsyncGenerator<T> {
  const underWay: Promise<T>[] = []
  for await (const line of lines) {
    underWay.push(answer(line))
    const first = underWay.length >= atOnce ? underWay.shift() : undefined
    if (first) yield await first
  }
  for (const one of underWay) yield await one
}

/** Each as a line of its own; so many bytes wait for a slow reader. */
export function linesFrom(answers: AsyncIterable<object>, waiting = kept): Readable {
  async function* texts() {
    for await (const one of answers) yield `${JSON.stringify(one)}\n`
  }
  return Readable.from(texts(), { objectMode: false, highWaterMark: waiting })
}
