import { merged } from '../../domain/record.ts'
import { productGroup } from '../../domain/sales/product-group.ts'
import { boolean, nullable, projection, text, uuid } from '../projection.ts'

export const productGroupTable = projection(productGroup)({
  name: 'productGroup',
  version: 1,
  label: ['name'],
  columns: { name: text, parentId: nullable(uuid), archived: boolean },
  indexes: [['name'], ['parentId', 'name']],
  on: {
    'productGroup.created': (_, { data }) => ({ ...data, archived: false }),
    'productGroup.changed': (row, { data: { changes } }) => row && merged(row, changes),
    'productGroup.archived': (row) => row && { ...row, archived: true },
    'productGroup.restored': (row) => row && { ...row, archived: false },
  },
})
