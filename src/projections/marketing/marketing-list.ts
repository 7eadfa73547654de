import type { Criterion } from '../../domain/criteria/criterion.ts'
import {
  type ListedModel,
  type MarketingListState,
  marketingList,
} from '../../domain/marketing/marketing-list.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { boolean, type Column, integer, json, nullable, projection, text, uuid } from '../projection.ts'

const modelText: Column<ListedModel> = { sql: 'text', nullable: false }
const kindText: Column<MarketingListState['kind']> = { sql: 'text', nullable: false }

export const marketingListTable = projection(marketingList)({
  name: 'marketingList',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    about: nullable(text),
    model: modelText,
    kind: kindText,
    where: nullable(json<Criterion>()),
    /** How many were put there; null: a criterion says who is in it. */
    size: nullable(integer),
    archived: boolean,
  },
  sameField: [['size', 'recordIds', 'members']],
  indexes: [['name'], ['model', 'name'], ['kind', 'name'], ['size'], ['createdAt'], ['updatedAt']],
  on: {
    'marketingList.created': (_, { data }) => ({
      ...data,
      size: data.kind === 'static' ? 0 : null,
      archived: false,
    }),
    'marketingList.changed': (row, { data: { changes } }) =>
      row && {
        ...row,
        name: changes.name ?? row.name,
        about: changes.about === undefined ? row.about : changes.about,
        where: changes.where === undefined ? row.where : changes.where,
      },
    'marketingList.members-added': (row, { data: { recordIds: ids } }) =>
      row && { ...row, size: (row.size ?? 0) + ids.length },
    'marketingList.members-removed': (row, { data: { recordIds: ids } }) =>
      row && { ...row, size: (row.size ?? 0) - ids.length },
    'marketingList.relinked': (row, { data: { links } }) =>
      row && links.members && { ...row, size: links.members.length },
    'marketingList.archived': (row) => row && { ...row, archived: true },
    'marketingList.restored': (row) => row && { ...row, archived: false },
  },
})

const memberKey = (listId: string, recordId: string) => derivedId(listId, 'member', recordId)

/** Who was put into lists: a row for each. */
export const marketingListMemberTable = projection(marketingList)({
  name: 'marketingListMember',
  version: 1,
  columns: { listId: uuid, recordId: uuid },
  // It says that somebody is in a list, and nothing of them.
  grants: () => [everyone],
  indexes: [['listId', 'recordId'], ['recordId']],
  on: {
    'marketingList.members-added': {
      key: ({ aggregateId, data: { recordIds: ids } }) => ids.map((id) => memberKey(aggregateId, id)),
      fold: (row, { aggregateId, data: { recordIds: ids } }, key) => {
        const recordId = ids.find((id) => memberKey(aggregateId, id) === key)
        return recordId === undefined ? row : { listId: aggregateId, recordId }
      },
    },
    'marketingList.members-removed': {
      key: ({ aggregateId, data: { recordIds: ids } }) => ids.map((id) => memberKey(aggregateId, id)),
      fold: () => null,
    },
    'marketingList.relinked': {
      key: ({ aggregateId, data: { oldId, newId } }) =>
        [oldId, newId].map((id) => memberKey(aggregateId, id)),
      fold: (row, { aggregateId, data: { oldId, newId, links } }, key) => {
        if (!links.members) return row
        const id = [oldId, newId].find((one) => memberKey(aggregateId, one) === key)
        return id !== undefined && links.members.includes(id) ? { listId: aggregateId, recordId: id } : null
      },
    },
  },
})
