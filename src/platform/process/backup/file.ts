import { createHash, type Hash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { ConfigError } from '../config.ts'

/** One thing after the other in a backup: a line that says what comes, or a piece of what was announced. */
export type Part = { line: Record<string, unknown> } | { bytes: Buffer }

/**
 * A backup is one gzip file of parts: `J` or `D`, the length in bytes, a newline, and so many bytes of JSON or data.
 * The last line holds the SHA-256 of everything before it, so that what is cut off or altered is not taken for whole.
 */
export async function writeBackup(
  file: string,
  parts: AsyncIterable<Part>,
  sign: (sha256: string) => string | undefined,
): Promise<string> {
  const draft = `${file}.part`
  const gzip = createGzip({ level: 6 })
  const out = createWriteStream(draft, { mode: 0o600 })
  gzip.pipe(out)
  const done = finished(out)
  done.catch(() => {})
  const hash = createHash('sha256')
  const write = async (bytes: Buffer) => {
    hash.update(bytes)
    if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain'), done])
  }
  try {
    for await (const part of parts) for (const bytes of framed(part)) await write(bytes)
    const sha256 = hash.digest('hex')
    const end = { end: true, sha256, signature: sign(sha256) }
    for (const bytes of framed({ line: end })) gzip.write(bytes)
    gzip.end()
    await done
    const handle = await open(draft)
    await handle.sync()
    await handle.close()
    await rename(draft, file)
    return sha256
  } catch (error) {
    gzip.destroy()
    out.destroy()
    await rm(draft, { force: true })
    throw error
  }
}

function framed(part: Part): Buffer[] {
  const body = 'bytes' in part ? part.bytes : Buffer.from(JSON.stringify(part.line))
  return [Buffer.from(`${'bytes' in part ? 'D' : 'J'}${body.length}\n`), body]
}

/**
 * The parts of a whole backup; `end` is told its hash and by what it is signed. @throws ConfigError when it is none, was cut
 * off or altered; at the latest at its end.
 */
export async function* readBackup(
  file: string,
  end?: (sha256: string, signature: unknown) => void,
): AsyncGenerator<Part> {
  const hash = createHash('sha256')
  let ended = false
  try {
    for await (const { head, body, kind } of frames(file)) {
      if (ended) throw new ConfigError('goes on after its end')
      if (kind === 'D') {
        take(hash, head, body)
        yield { bytes: body }
        continue
      }
      const line = JSON.parse(body.toString()) as Record<string, unknown>
      if (line.end !== true) {
        take(hash, head, body)
        yield { line }
        continue
      }
      if (line.sha256 !== hash.digest('hex')) throw new ConfigError('is not what was written')
      end?.(String(line.sha256), line.signature)
      ended = true
    }
  } catch (error) {
    throw new ConfigError(
      `The backup ${file} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  if (!ended) throw new ConfigError(`The backup ${file} cannot be used: it was cut off.`)
}

function take(hash: Hash, head: Buffer, body: Buffer): void {
  hash.update(head)
  hash.update(body)
}

async function* frames(file: string): AsyncGenerator<{ head: Buffer; body: Buffer; kind: 'J' | 'D' }> {
  const source = createReadStream(file)
  const gunzip = createGunzip()
  source.on('error', (error) => gunzip.destroy(error))
  source.pipe(gunzip)
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of gunzip) {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer)
    for (;;) {
      const end = rest.subarray(0, 20).indexOf(10)
      if (end < 0) {
        if (rest.length >= 20) throw new ConfigError('it is no backup')
        break
      }
      const [, kind, length] = /^([JD])(\d+)$/.exec(rest.subarray(0, end).toString('latin1')) ?? []
      if (!kind) throw new ConfigError('it is no backup')
      const until = end + 1 + Number(length)
      if (rest.length < until) break
      yield { head: rest.subarray(0, end + 1), body: rest.subarray(end + 1, until), kind: kind as 'J' | 'D' }
      rest = rest.subarray(until)
    }
  }
  if (rest.length > 0) throw new ConfigError('it was cut off')
}
