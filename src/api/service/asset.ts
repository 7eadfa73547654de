import { z } from 'zod'
import { asset } from '../../domain/service/asset.ts'
import { pinnedWarranty, warrantyAnswer, warrantyOn } from '../../domain/service/promised-warranty.ts'
import { day, dayOf } from '../../domain/values/day.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { orderTable } from '../../projections/sales/order.ts'
import { productTable } from '../../projections/sales/product.ts'
import { assetTable } from '../../projections/service/asset.ts'
import { refuseHidden } from '../http/masks.ts'
import { flag } from '../lists/page.ts'
import { query } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

export const assetQueries = recordQueries(assetTable)({
  resource: 'customer-assets',
  summary: 'What customers have of ours, by account, product, what it is built into, order and warranty',
  row: z.object({
    name: z.string(),
    serial: z.string().nullable(),
    accountId: uuid,
    productId: uuid.nullable(),
    parentId: uuid.nullable(),
    orderId: uuid.nullable(),
    site: z.string().nullable(),
    installedOn: day.nullable(),
    note: z.string().nullable(),
    warranty: pinnedWarranty.nullable().describe('The terms that it was sold with, as they were then.'),
    warrantyUntil: day.nullable(),
    archived: z.boolean(),
  }),
  references: { accountId: accountTable, productId: productTable, parentId: assetTable, orderId: orderTable },
  filters: {
    accountId: uuid,
    productId: uuid,
    parentId: uuid,
    orderId: uuid,
    serial: z.string(),
    archived: flag,
  },
  ranges: { installedOn: day, warrantyUntil: day },
  sorts: ['name', 'serial', 'installedOn', 'warrantyUntil', 'createdAt', 'updatedAt'],
  search: ['name', 'serial', 'site', 'accountId'],
})

export const assetWarranty = query(assetTable)({
  name: 'assetWarranty',
  path: '/customer-assets/:id/warranty',
  summary: 'Whether something that failed on a day is under warranty, by the terms that it was sold with',
  permission: 'asset.read',
  parameters: z.object({
    id: uuid,
    failedOn: day.optional().describe('Left out, the day of `asOf`, else today.'),
  }),
  reply: z.object({
    assetId: uuid,
    failedOn: day,
    answer: warrantyAnswer,
    warranty: pinnedWarranty.nullable(),
  }),
  async run({ db, parameters: { id, failedOn }, principal, asOf, now, zone }) {
    refuseHidden(principal, { asset: ['warranty'] })
    const found = await db.selectFrom('asset').select('warranty').where('id', '=', id).executeTakeFirst()
    if (!found) return undefined
    const on = failedOn ?? dayOf(asOf ?? now, await zone())
    return { assetId: id, failedOn: on, answer: warrantyOn(found.warranty, on), warranty: found.warranty }
  },
})

export const assetTitles = titlesOf(asset, {
  'asset.created': ({ data }) =>
    `${data.name} written down${data.serial ? `, serial number ${data.serial}` : ''}`,
  'asset.changed': ({ data: { changes } }) =>
    changes.site === undefined
      ? 'Changed'
      : changes.site
        ? `Stands at ${changes.site}`
        : 'Where it stands is not known',
  'asset.warranty-set': ({ data: { warranty } }) =>
    warranty
      ? `Warranty: ${warranty.name} version ${warranty.version}, until ${warranty.endsOn}`
      : 'Has no warranty',
  'asset.archived': () => 'Not there any more',
  'asset.restored': () => 'There after all',
})
