import { merged } from '../../domain/record.ts'
import { asset } from '../../domain/service/asset.ts'
import type { PinnedWarranty } from '../../domain/service/promised-warranty.ts'
import { linkFolds } from '../linking.ts'
import { boolean, date, json, nullable, projection, text, uuid } from '../projection.ts'

export const assetTable = projection(asset)({
  name: 'asset',
  version: 1,
  label: ['name', 'serial'],
  columns: {
    name: text,
    serial: nullable(text),
    accountId: uuid,
    productId: nullable(uuid),
    parentId: nullable(uuid),
    orderId: nullable(uuid),
    site: nullable(text),
    installedOn: nullable(date),
    note: nullable(text),
    warranty: nullable(json<PinnedWarranty>()),
    warrantyUntil: nullable(date),
    archived: boolean,
  },
  sameField: [['warranty', 'warrantyUntil']],
  indexes: [
    ['name'],
    ['serial'],
    ['accountId', 'name'],
    ['productId'],
    ['parentId'],
    ['orderId'],
    ['installedOn'],
    ['warrantyUntil'],
    ['createdAt'],
    ['updatedAt'],
  ],
  on: {
    'asset.created': (_, { data }) => ({ ...data, ...until(data.warranty), archived: false }),
    'asset.changed': (row, { data }) => row && merged(row, data.changes),
    'asset.warranty-set': (row, { data }) => row && { ...row, ...data, ...until(data.warranty) },
    'asset.archived': (row) => row && { ...row, archived: true },
    'asset.restored': (row) => row && { ...row, archived: false },
    ...linkFolds('asset'),
  },
})

const until = (warranty: PinnedWarranty | null) => ({ warrantyUntil: warranty?.endsOn ?? null })
