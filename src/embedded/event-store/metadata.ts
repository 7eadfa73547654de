/** What the metadata of a stream say about which of its events can be read. */
export interface StreamMetadata {
  maxCount?: number
  /** Seconds. */
  maxAge?: number
  /** Events below this revision are gone. */
  truncateBefore?: number
}

/** A stream with this `$tb` is soft-deleted: it reads as missing until the next append revives it. */
export const deletedTruncateBefore = 2 ** 63

/** Of a metadata stream nothing but the newest event is shown, whatever is written about it. */
export const metastreamMetadata: StreamMetadata = { maxCount: 1 }

/**
 * Reads metadata as EventStoreDB 24.6 does: one value of the wrong kind (a fraction, a text, `1e0`) and none of them
 * count; a whole number that makes no sense (a count of 0) is left out alone. `json`: whether the event is marked so.
 */
export function parseMetadata(json: boolean, data: Buffer): StreamMetadata {
  const metadata: StreamMetadata = {}
  for (const { name, value } of (json ? membersOf(data.toString('utf8')) : undefined) ?? []) {
    if (!isOfItsKind(name, value)) return {}
    if (name === '$maxCount') setPositive(metadata, 'maxCount', value)
    else if (name === '$maxAge') setPositive(metadata, 'maxAge', value)
    else if (name === '$tb') {
      const revision = BigInt(value)
      // Only the largest integer means deleted, not what rounds to it.
      const rounded = Math.min(Number(revision), deletedTruncateBefore - 1024)
      if (revision < 0n) delete metadata.truncateBefore
      else metadata.truncateBefore = revision === maxInt64 ? deletedTruncateBefore : rounded
    }
  }
  return metadata
}

/** The same metadata with another `$tb`, everything else to the letter; undefined when they are no JSON object. */
export function withTruncateBefore(text: string, revision: number): string | undefined {
  const members = membersOf(text)
  if (members === undefined) return undefined
  const known = members.findLast(({ name }) => name === '$tb')
  if (known !== undefined) return text.slice(0, known.start) + String(revision) + text.slice(known.end)
  const end = text.lastIndexOf('}')
  return `${text.slice(0, end)}${members.length > 0 ? ',' : ''}"$tb":${revision}${text.slice(end)}`
}

const maxInt64 = 2n ** 63n - 1n
// Of .NET's TimeSpan, in seconds.
const longestTime = 922_337_203_685n
const aclKeys = ['$r', '$w', '$d', '$mr', '$mw']

function isOfItsKind(name: string, value: string): boolean {
  if (name === '$maxCount' || name === '$tb') return isInteger(value, maxInt64)
  if (name === '$maxAge' || name === '$cacheControl') return isInteger(value, longestTime)
  if (name === '$tmp') return value === 'true' || value === 'false'
  return name !== '$acl' || isAcl(JSON.parse(value))
}

function isInteger(value: string, limit: bigint): boolean {
  if (!/^-?\d{1,19}$/.test(value)) return false
  const number = BigInt(value)
  return number <= limit && number >= -limit
}

function isAcl(acl: unknown): boolean {
  if (typeof acl !== 'object' || acl === null || Array.isArray(acl)) return false
  const isText = (role: unknown): boolean => typeof role === 'string'
  return Object.entries(acl).every(
    ([key, roles]) =>
      aclKeys.includes(key) && (isText(roles) || (Array.isArray(roles) && roles.every(isText))),
  )
}

function setPositive(metadata: StreamMetadata, name: 'maxCount' | 'maxAge', value: string): void {
  if (Number(value) > 0) metadata[name] = Number(value)
  else delete metadata[name]
}

interface Member {
  name: string
  /** As it is written, from `start` to `end`. */
  value: string
  start: number
  end: number
}

/** The members of a JSON object with their values as text: numbers as they were written. */
function membersOf(text: string): Member[] | undefined {
  try {
    const object: unknown = JSON.parse(text)
    if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined
  } catch {
    return undefined
  }
  const members: Member[] = []
  // Of valid JSON only this matters: where texts end, and how deep brackets are.
  let depth = 0
  let name = ''
  let start = -1
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g)) {
    if (token === ':' && depth === 1 && start < 0) start = index + 1
    else if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    else if (token.startsWith('"') && start < 0) name = token
    const isEnd = (token === ',' && depth === 1) || (token === '}' && depth === 0)
    if (!isEnd || start < 0) continue
    const raw = text.slice(start, index)
    const value = raw.trim()
    start += raw.length - raw.trimStart().length
    members.push({ name: JSON.parse(name), value, start, end: start + value.length })
    start = -1
  }
  return members
}
