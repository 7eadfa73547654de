import { linksAfter } from '../domain/linking.ts'

interface Event {
  data: { oldId: string; newId: string; links: object }
}
type Fold = <Row extends object>(row: Row | undefined, event: Event) => Row | undefined

const fold: Fold = (row, { data: { links } }) => row && linksAfter(row, links)

/** What becomes of a record's row when it names another in the place of one, where its columns are the fields themselves. */
export function linkFolds<const N extends string>(name: N) {
  return { [`${name}.relinked`]: fold } as { [K in `${N}.relinked`]: Fold }
}
