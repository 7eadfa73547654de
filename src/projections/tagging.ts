import type { GivenTag } from '../domain/tagging.ts'
import { type Column, texts } from './projection.ts'

/** The ids of a record's tags: what they are called is read beside them, as of the same instant. */
export const tagsColumn: Column<readonly string[]> = texts

/** The names that mean a record's tags. */
export const tagFields = ['tags', 'tag', 'tagIds'] as const

type Fold = <Row extends { tags: readonly string[] }>(
  row: Row | undefined,
  event: { data: { tags: readonly GivenTag[] } },
) => Row | undefined

const ids = (tags: readonly GivenTag[]) => tags.map(({ id }) => id)

const folds: Record<'tagged' | 'untagged', Fold> = {
  tagged: (row, { data }) => row && { ...row, tags: [...new Set([...row.tags, ...ids(data.tags)])] },
  untagged: (row, { data }) =>
    row && { ...row, tags: row.tags.filter((tag) => !ids(data.tags).includes(tag)) },
}

/** What becomes of a record's row when it is tagged; the row begins with none. */
export function tagFolds<const N extends string>(name: N) {
  return Object.fromEntries(Object.entries(folds).map(([verb, fold]) => [`${name}.${verb}`, fold])) as {
    [K in `${N}.${keyof typeof folds}`]: Fold
  }
}
