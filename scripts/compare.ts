/**
 * `npm run compare -- <commit, file or address>`: what of the API as it is described now breaks clients that were made
 * from an earlier description. Exit code 1: something does.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { breaks } from './api-changes.ts'
import { checkOut } from './bench/check-out.ts'
import { endWhenInterrupted } from './bench/ending.ts'
import { dataDirectory, startProduct } from './bench/product.ts'

type Document = Readonly<Record<string, unknown>>

const [asked] = process.argv.slice(2)
if (asked === undefined) {
  console.error('Say against what: a commit or tag, a file, or the address of a Hindsight that runs.')
  process.exit(78)
}
endWhenInterrupted()
const found = breaks(await documentOf(asked), await served())
for (const each of found) console.log(`- ${each}`)
console.log(found.length === 0 ? 'Nothing breaks.' : `\n${found.length} breaks; the changelog names them.`)
process.exit(found.length === 0 ? 0 : 1)

async function documentOf(of: string): Promise<Document> {
  if (/^https?:/.test(of)) return fetched(of)
  if (existsSync(of)) return JSON.parse(readFileSync(of, 'utf8')) as Document
  return ofCommit(of)
}

/** As the product of then describes itself. */
async function ofCommit(commit: string): Promise<Document> {
  const { path, remove } = checkOut(commit)
  try {
    return await served(join(path, 'dist'))
  } finally {
    await remove()
  }
}

/** By the build in a folder; this one unless told. */
async function served(dist?: string): Promise<Document> {
  const data = dataDirectory()
  const product = await startProduct(data.path, dist === undefined ? {} : { dist })
  try {
    return await fetched(product.url)
  } finally {
    await product.stop()
    await data.remove()
  }
}

async function fetched(address: string): Promise<Document> {
  const reply = await fetch(new URL('/api/openapi.json', address))
  if (!reply.ok) throw new Error(`${address} answers ${reply.status}`)
  return (await reply.json()) as Document
}
