import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ConfigError } from '../process/config.ts'
import { type Storage, StorageUnavailable } from './storage.ts'

/** What came in and was not finished within this time will not be, in ms. */
const patience = 3_600_000

/**
 * Files in a folder of this machine: `ab/abcd...`, so that no folder gets long. What is written lies under `incoming` until it
 * is whole; what a killed process has left there is swept when the folder is opened.
 */
export async function openFolder(folder: string): Promise<Storage & { addresses(): Promise<string[]> }> {
  const incoming = join(folder, 'incoming')
  try {
    await mkdir(incoming, { recursive: true, mode: 0o700 })
    await sweep(incoming)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigError(
      `Bad configuration. FILES_URL: ${folder} must be a folder we can write to (${code}).`,
    )
  }
  const fileOf = (address: string) => join(folder, address.slice(0, 2), address)
  return {
    place: folder,
    put: (address, body) =>
      reaching(async () => {
        const part = join(incoming, randomUUID())
        try {
          await writeWhole(part, body)
          const file = fileOf(address)
          await mkdir(dirname(file), { recursive: true, mode: 0o700 })
          await rename(part, file)
          await flush(dirname(file))
        } catch (error) {
          await rm(part, { force: true })
          throw error
        }
      }),
    get: (address, range) =>
      reaching(async () => {
        const file = fileOf(address)
        const found = await stat(file).catch(ifThere)
        return found && createReadStream(file, range && { start: range.from, end: range.to })
      }),
    remove: (address) => reaching(() => rm(fileOf(address), { force: true })),
    addresses: async () =>
      (await readdir(folder, { recursive: true }))
        .map((name) => basename(name))
        .filter((name) => /^[0-9a-f]{64}$/.test(name)),
  }
}

/** The disk is full, or gone: no error of ours. */
async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new StorageUnavailable(`The folder of files does not answer (${code}).`, { cause: error })
  }
}

async function writeWhole(file: string, body: AsyncIterable<Buffer>): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await writeFile(handle, body)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A name lasts only once its folder is on the disk, where a system lets folders be flushed. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

async function sweep(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = join(incoming, name)
    const found = await stat(file).catch(ifThere)
    if (found && Date.now() - found.mtimeMs > patience) await rm(file, { force: true })
  }
}

function ifThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
