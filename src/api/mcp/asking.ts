import type { FastifyInstance, FastifyRequest } from 'fastify'

/** What is asked of the API by a tool; `path` is below `/api`. */
export interface Question {
  method?: 'GET' | 'POST' | 'PATCH'
  path: string
  query?: Readonly<Record<string, unknown>> | undefined
  body?: unknown
  headers?: Readonly<Record<string, string>>
}

/** What the API answered; `text` is JSON. */
export interface Reply {
  status: number
  text: string
}

/** More of an answer is no help to who reads it, in characters. */
const largest = 60_000

/**
 * Asks the API as whoever sent a request: with the same credentials, so that rights, masks, limits, refusals and the access log are
 * those of the API and of nothing else.
 */
export function asking(app: FastifyInstance, request: FastifyRequest, client: string) {
  const { authorization = '' } = request.headers

  async function ask({ method = 'GET', path, query = {}, body, headers }: Question): Promise<Reply> {
    const reply = await app.inject({
      method,
      url: `/api${path}`,
      query: textsOf(query),
      headers: {
        authorization,
        'user-agent': client,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
      remoteAddress: request.ip,
    })
    return { status: reply.statusCode, text: reply.body }
  }

  return {
    ask,
    /** A page that is not too long: of fewer rows where it would be, and its cursor goes on after them. */
    async page(question: Question, rows = 20): Promise<Reply> {
      for (let limit = rows; ; limit = Math.floor(limit / 2)) {
        const reply = await ask({ ...question, query: { ...question.query, limit } })
        if (reply.text.length <= largest || limit <= 1) return reply
      }
    },
  }
}

export type Asking = ReturnType<typeof asking>

/** As a query string has it: what is left out is not there, and what is no text is JSON. */
function textsOf(query: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined || value === null
        ? []
        : [[name, typeof value === 'string' ? value : JSON.stringify(value)]],
    ),
  )
}

/** A reply as a tool gives it: what the API refuses is said as it says it. */
export function resultOf({ status, text }: Reply) {
  const isCut = text.length > largest
  const said = isCut ? `${text.slice(0, largest)}\n... and more: ask for less.` : text
  return { content: [{ type: 'text' as const, text: said }], ...(status >= 400 && { isError: true }) }
}
