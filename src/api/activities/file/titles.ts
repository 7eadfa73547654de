import { file } from '../../../domain/activities/file.ts'
import { titlesOf } from '../../lists/titles.ts'

export const fileTitles = titlesOf(file, {
  'file.added': ({ data: { name } }) => `File added: ${name}`,
  'file.replaced': ({ before: { versions } }) => `Version ${versions.length + 1} added`,
  'file.renamed': ({ data: { name }, before }) => `Renamed from ${before.name} to ${name}`,
  'file.removed': () => 'File removed',
  'file.restored': () => 'File brought back',
  'file.shown-to-customer': () => 'Shown to the customer in the portal',
  'file.hidden-from-customer': () => 'Hidden from the customer again',
})
