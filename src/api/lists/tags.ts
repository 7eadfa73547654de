import { CompiledQuery, type Kysely } from 'kysely'
import { z } from 'zod'
import { tagTone } from '../../domain/settings/tag.ts'
import type { GivenTag } from '../../domain/tagging.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { ident } from '../../platform/pg/pg.ts'
import { tagTable } from '../../projections/settings/tag.ts'
import type { Title } from '../http/services.ts'
import { later } from './names.ts'

const shownTag = z
  .object({ id: uuid, name: z.string(), tone: tagTone })
  .register(vocabulary, { id: 'ShownTag' })

/** The tags of a record as replies have them. */
export const shownTags = z.array(shownTag)

/** The parameter that asks for what is tagged. */
export const tagParameter = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .optional()
  .describe('The name or id of a tag; of several, separated by commas, any will do.')

/** Columns that hold several ids, and of what, in a table of records that can be tagged. */
export const severalOf = (columns: object) => ('tags' in columns ? { tags: tagTable } : {})

/** What was asked for by `tagParameter`. */
export const tagsAsked = (asked: string | undefined): string[] | undefined =>
  asked
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** The rows with the names and tones of their tags, as of the instant the rows are of, in the order of the alphabet. */
export async function withTags<Row extends object>(
  db: Kysely<never>,
  rows: readonly Row[],
): Promise<(Omit<Row, 'tags'> & { tags: z.input<typeof shownTags> })[]> {
  const idsIn = (row: Row) => (row as { tags?: readonly string[] | null }).tags ?? []
  const ids = [...new Set(rows.flatMap(idsIn))]
  if (ids.length === 0) return rows.map((row) => ({ ...row, tags: [] }))
  const read = async (from: string, wanted: readonly string[]) => {
    const query = CompiledQuery.raw(`select id, name, tone from ${from} where id = any($1::uuid[])`, [wanted])
    return (await db.executeQuery<z.input<typeof shownTag>>(query)).rows
  }
  const found = await read(ident(tagTable.name), ids)
  const missing = ids.filter((id) => !found.some((one) => one.id === id))
  // A record brought along from before may have been tagged with what was made later.
  const all = missing.length === 0 ? found : [...found, ...(await read(later(tagTable.name), missing))]
  const known = new Map(all.map((one) => [one.id, one]))
  return rows.map((row) => ({
    ...row,
    tags: idsIn(row)
      .flatMap((id) => known.get(id) ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  }))
}

const words = (tags: readonly GivenTag[]) => tags.map(({ name }) => name).join(', ')

/** The events of tagging in words. */
export function tagTitles<const N extends string>(name: N) {
  const titles = {
    [`${name}.tagged`]: ({ data }: { data: { tags: readonly GivenTag[] } }) => `Tagged ${words(data.tags)}`,
    [`${name}.untagged`]: ({ data }: { data: { tags: readonly GivenTag[] } }) =>
      `${data.tags.length === 1 ? 'Tag' : 'Tags'} ${words(data.tags)} taken away`,
  }
  return titles as { [K in `${N}.${'tagged' | 'untagged'}`]: Title & (typeof titles)[string] }
}
