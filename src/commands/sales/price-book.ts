import { priceBook } from '../../domain/sales/price-book.ts'
import { product } from '../../domain/sales/product.ts'
import { sameName } from '../../domain/values/text.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustBeKnown } from '../references.ts'

export const priceBookCommands = commandsOf(
  priceBook,
  (prepared) => ({
    'priceBook.create': { summary: 'Make a price book' },
    'priceBook.change': {
      summary: 'Change what a price book is called, and when it holds',
      inverse: asBefore('priceBook.change'),
    },
    'priceBook.set-prices': {
      summary: 'Set the prices of products in a book, as its next version; without tiers a product leaves it',
      ...prepared(priceBook.commands['priceBook.set-prices'], async (body, asking) => {
        for (const one of body.entries) await mustBeKnown('priceBook', one, { productId: product }, asking)
        return body
      }),
    },
    'priceBook.archive': {
      summary: 'Archive a price book: its prices hold for nothing new',
      inverse: by('priceBook.restore'),
    },
    'priceBook.restore': { summary: 'Restore an archived price book', inverse: by('priceBook.archive') },
  }),
  { unique: ({ name }) => [{ kind: 'price-book-name', value: sameName(name) }] },
)
