import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { inject } from 'vitest'
import { note } from './amiss.ts'
import type { Checker, Document } from './described.ts'

/** Products that run as processes, by where they are. */
const watched = new Set<string>()
const { fetch } = globalThis

/** Checks every answer that this process fetches from a product, as `checkingAnswers` does. */
export function checkAnswersFrom(origin: string): void {
  watched.add(origin)
  globalThis.fetch = async (...asked) => {
    const reply = await fetch(...asked)
    const { origin: from, pathname } = new URL(reply.url)
    if (!watched.has(from) || !pathname.startsWith('/api/')) return reply
    const copy = reply.clone()
    const method = asked[0] instanceof Request ? asked[0].method : (asked[1]?.method ?? 'GET')
    try {
      const { check, pathOf } = await descriptionOf(from)
      const path = pathOf(method, pathname)
      const { status, headers } = reply
      const answer = { method, status, headers: Object.fromEntries(headers), body: await copy.text() }
      if (path !== undefined) note({ path, ...answer }, check)
    } catch {
      // It was killed meanwhile, and says nothing more.
    }
    return reply
  }
}

interface Description {
  check: Checker
  pathOf: (method: string, pathname: string) => string | undefined
}
let description: Promise<Description> | undefined

function descriptionOf(origin: string): Promise<Description> {
  description ??= read(origin).catch((error: unknown) => {
    description = undefined
    throw error
  })
  return description
}

/** All products of a run describe themselves alike: the first who asks keeps it for the others. */
async function read(origin: string): Promise<Description> {
  // Only where it is needed: it takes longer to load than most that start a process.
  const { checkerOf } = await import('./described.ts')
  const file = `${inject('emptyProduct')}.json`
  if (!existsSync(file)) writeFileSync(file, await (await fetch(`${origin}/api/openapi.json`)).text())
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document
  const paths = Object.entries(document.paths).map(([path, methods]) => ({
    path,
    methods,
    form: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  }))
  return {
    check: checkerOf(document),
    pathOf: (method, pathname) =>
      paths.find(({ methods, form }) => method.toLowerCase() in methods && form.test(pathname))?.path,
  }
}
