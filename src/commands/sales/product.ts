import { account } from '../../domain/customers/account.ts'
import { product } from '../../domain/sales/product.ts'
import { productGroup } from '../../domain/sales/product-group.ts'
import { sameName } from '../../domain/values/text.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'
import { withdrawingCommands } from '../withdrawing.ts'

const references = { vendorId: account, groupId: productGroup }

export const productCommands = commandsOf(
  product,
  (prepared) => ({
    'product.create': {
      summary: 'Add a product to the catalogue',
      ...prepared(product.commands['product.create'].schema, async (body, asking) => {
        await mustExist('product', body, references, asking)
        return body
      }),
    },
    'product.change': {
      summary: 'Change a product; quotes keep the price they were given',
      inverse: asBefore('product.change'),
      ...prepared(product.commands['product.change'], async (body, asking) => {
        await mustExist('product', body, references, asking)
        return body
      }),
    },
    'product.archive': { summary: 'Take a product off sale', inverse: by('product.restore') },
    'product.restore': { summary: 'Put an archived product back on sale', inverse: by('product.archive') },
    ...withdrawingCommands('product'),
  }),
  {
    unique: ({ code, withdrawn }) => (withdrawn ? [] : [{ kind: 'product-code', value: sameName(code) }]),
  },
)
