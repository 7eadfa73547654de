import { merge } from '../../domain/customers/merge.ts'
import { titlesOf } from '../lists/titles.ts'

const records = (count: number) => (count === 1 ? '1 record' : `${count} records`)

export const mergeTitles = titlesOf(merge, {
  'merge.started': ({ data }) => `Two ${data.model}s to become one`,
  'merge.moved': ({ data }) => `${records(data.records.length)} moved to the survivor`,
  'merge.revert-requested': () => 'Merge to be undone',
  'merge.parted': () => 'Two again',
  'merge.moved-back': ({ data }) => `${records(data.records.length)} moved back, or left as they are`,
})
