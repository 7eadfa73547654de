import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** A word that is in nothing else, in each field a person has. */
export function canaries() {
  const word = () => `Zq${randomBytes(6).toString('hex')}x`
  return {
    first: word(),
    last: `${word()} ünïcödé`,
    email: `${word().toLowerCase()}@canary.example`,
    phone: `+49 ${Math.floor(Math.random() * 9e9 + 1e9)}`,
    authority: word(),
    title: word(),
    subject: word(),
    description: word(),
    requester: word(),
    reply: `${word()}\n"quoted" <${word()}>`,
    note: word(),
    resolution: word(),
    reason: word(),
    renamed: word(),
    heading: word(),
    agenda: word(),
    place: word(),
    purpose: word(),
    withdrawn: word(),
    custom: word(),
  }
}

/** A text as it may lie in a file: as it is, in hex, base64 (three alignments), UTF-16, URL-encoded, in JSON, as bytea. */
function encodings(text: string): Buffer[] {
  const utf8 = Buffer.from(text)
  const hex = utf8.toString('hex')
  const base64 = [0, 1, 2].flatMap((shift) => {
    // The first and last characters depend on what stands around.
    const padded = Buffer.concat([Buffer.alloc(shift), utf8])
    return ['base64', 'base64url'].map((form) =>
      padded
        .toString(form as BufferEncoding)
        .replace(/=+$/, '')
        .slice(shift === 0 ? 0 : shift + 1, -1),
    )
  })
  const utf16 = Buffer.from(text, 'utf16le')
  const json = JSON.stringify(text).slice(1, -1)
  const escaped = json.replace(
    /[\u0080-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const forms = [
    text,
    hex,
    hex.toUpperCase(),
    ...base64,
    encodeURIComponent(text),
    json,
    escaped,
    text.toLowerCase(),
  ]
  return [...new Set(forms)].map((one) => Buffer.from(one)).concat(utf16, Buffer.from(utf16).swap16())
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
}

/** Postgres makes files and removes them while we read. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Tells which of the words lie in some bytes, in whatever form: one pass for all of them, as a cluster is large. */
function finder(words: readonly string[]): (content: Buffer) => string[] {
  const forms = new Map(
    words.flatMap((word) => encodings(word).map((form) => [form.toString('latin1'), word])),
  )
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const any = new RegExp([...forms.keys()].map(literal).join('|'), 'g')
  return (content) => [
    ...new Set([...content.toString('latin1').matchAll(any)].map(([form]) => forms.get(form) ?? form)),
  ]
}

export function traces(words: readonly string[], ...folders: string[]): string[] {
  const find = finder(words)
  return folders
    .flatMap(filesBelow)
    .flatMap((file) => find(contentOf(file)).map((word) => `${file}: ${word}`))
}

/** Every column of every table, as text. */
export async function inTables(url: string, words: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
         where table_type = 'BASE TABLE' and table_schema <> 'information_schema'`,
    )
    const find = finder(words)
    const found: string[] = []
    for (const { name } of rows) {
      if (/pg_(authid|subscription|largeobject|user_mapping)/.test(name)) continue
      const { rows: texts } = await client.query<{ text: string }>(`select t::text as text from ${name} t`)
      const all = Buffer.from(texts.map(({ text }) => text).join('\n'))
      found.push(...find(all).map((word) => `${name}: ${word}`))
    }
    return found
  } finally {
    await client.end()
  }
}
