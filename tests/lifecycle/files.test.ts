import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildServer } from '../../scripts/build.mjs'
import { eventually } from '../support/eventually.ts'
import { patience } from '../support/patience.ts'
import { dataDirectory, emptyProduct, gone, launch, type Product, signIn } from '../support/product.ts'

let directory: Awaited<ReturnType<typeof emptyProduct>>
const other = dataDirectory()
beforeAll(async () => {
  await buildServer(['verify', 'backup'])
  directory = await emptyProduct()
})
afterAll(async () => {
  await directory.remove()
  await other.remove()
})

/** As `npm run` does it. */
function run(data: string, name: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const { PATH = '', HOME = '' } = process.env
  const script = join(import.meta.dirname, `../../dist/${name}.js`)
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, ...args],
      { env: { PATH, HOME, HINDSIGHT_DATA: data } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    )
  })
}

async function asking(product: Product) {
  const url = await product.ready
  const authorization = `Bearer ${await signIn(url)}`
  const send = async (path: string, type: string, body: string) => {
    const headers = { 'content-type': type, authorization }
    const reply = await fetch(`${url}${path}`, { method: 'POST', headers, body })
    expect(reply.status).toBe(201)
    return ((await reply.json()) as { id: string }).id
  }
  return { url, authorization, send }
}

const contents = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

it(
  'OPP-07 files outlive kills, of which nothing half is left, are verified, backed up and restored',
  async () => {
    const files = join(directory.data, 'files')
    const first = await launch({ data: directory.data })
    const { url, authorization, send } = await asking(first)
    const contact = await send(
      '/api/contacts',
      'application/json',
      JSON.stringify({ name: { first: 'Ada', last: 'Kept' } }),
    )
    const to = `/api/files?model=contact&recordId=${contact}`
    const id = await send(`${to}&name=kept.txt`, 'text/plain', 'It is kept.')
    expect(contents(files)).toHaveLength(1)
    // Half of one is there when everything ends.
    const half = request(`${url}${to}&name=half.txt`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/plain' },
    })
    half.on('error', () => {})
    half.write(Buffer.alloc(5_000_000, 'a'))
    await eventually(async () => expect(half.writableLength).toBe(0))
    first.kill('SIGKILL')
    await first.ended
    expect(contents(files)).toHaveLength(1)
    expect(contents(join(directory.data, 'exports'))).toStrictEqual([])

    const second = await launch({ data: directory.data })
    await second.ready
    const backup = join(directory.data, '..', 'backup')
    const made = await run(directory.data, 'backup', 'backup', backup)
    expect(made, made.output).toMatchObject({ code: 0 })
    expect(made.output).toMatch('1 contents of files, 1 of them new')
    await second.stop()
    await gone(directory.data)
    const good = await run(directory.data, 'verify')
    expect(good, good.output).toMatchObject({ code: 0 })
    expect(good.output).toMatch('1 of 1 contents of files are as they were written')
    const [lies] = contents(files)
    const file = join(lies?.parentPath ?? '', lies?.name ?? '')
    writeFileSync(file, 'something else')
    const altered = await run(directory.data, 'verify')
    expect(altered.code).toBe(1)
    expect(altered.output).toMatch(
      `BAD: the content ${lies?.name} of file-${id} in ${files}: it is not what was`,
    )
    rmSync(file)
    expect((await run(directory.data, 'verify')).output).toMatch(/it is missing\n0 of 1 contents/)

    mkdirSync(other.data, { recursive: true })
    for (const name of ['key-encryption-key', 'signing-key'])
      cpSync(join(directory.data, name), join(other.data, name))
    const restored = await run(other.data, 'backup', 'restore', backup)
    expect(restored, restored.output).toMatchObject({ code: 0 })
    expect(restored.output).toMatch('1 of 1 contents of files are restored')
    const third = await launch({ data: other.data })
    const again = await asking(third)
    const reply = await fetch(`${again.url}/api/files/${id}/content`, {
      headers: { authorization: again.authorization },
    })
    expect(await reply.text()).toBe('It is kept.')
    await third.stop()
  },
  10 * patience,
)
