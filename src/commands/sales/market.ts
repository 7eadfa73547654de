import { market } from '../../domain/sales/market.ts'
import { productGroup } from '../../domain/sales/product-group.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

const references = { productGroupId: productGroup }

export const marketCommands = commandsOf(market, (prepared) => ({
  'market.create': {
    summary: 'Enter how large a market is in a period',
    ...prepared(market.commands['market.create'].schema, async (body, asking) => {
      await mustExist('market', body, references, asking)
      return body
    }),
  },
  'market.change': {
    summary: 'Change what was entered of a market',
    inverse: asBefore('market.change'),
    ...prepared(market.commands['market.change'], async (body, asking) => {
      await mustExist('market', body, references, asking)
      return body
    }),
  },
  'market.archive': { summary: 'Archive a market', inverse: by('market.restore') },
  'market.restore': { summary: 'Restore an archived market', inverse: by('market.archive') },
}))
