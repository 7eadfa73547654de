import { accessSeal } from '../../domain/settings/access-seal.ts'
import { integer, projection, text } from '../projection.ts'

/** The seals of the access log. */
export const accessSealTable = projection(accessSeal)({
  name: 'accessSeal',
  version: 1,
  columns: { last: integer, hash: text },
  indexes: [['createdAt']],
  on: { 'accessSeal.made': (_, { data }) => data },
})
