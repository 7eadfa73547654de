import { refuse } from '../../domain/error.ts'
import { landingPage, type PageBlock } from '../../domain/marketing/landing-page.ts'
import { leadForm } from '../../domain/sales/lead-form.ts'
import { product } from '../../domain/sales/product.ts'
import { type Asking, type Claim, commandsOf } from '../command.ts'
import { asBefore } from '../inverse.ts'
import { mustBeKnown } from '../references.ts'

const { commands } = landingPage

/** No two pages have one address. */
export const landingPageClaim = (slug: string): Claim => ({ kind: 'landing-page-slug', value: slug })

export const landingPageCommands = commandsOf(
  landingPage,
  (prepared) => ({
    'landingPage.create': {
      summary: 'Write a page of the organisation; nobody sees it before it is published',
      ...prepared(commands['landingPage.create'].schema, async (body, asking) => {
        await mustStand(body.blocks, asking)
        return body
      }),
    },
    'landingPage.change': {
      summary: 'Write on: what is published stays as it is until the next version is',
      inverse: asBefore('landingPage.change'),
      ...prepared(commands['landingPage.change'], async (body, asking) => {
        await mustStand(body.blocks, asking)
        return body
      }),
    },
    'landingPage.publish': {
      summary: 'Publish a page as its next version: anybody sees it under its address',
      ...prepared(commands['landingPage.publish'], async (body, asking) => {
        for (const [at, block] of asking.state.blocks.entries()) {
          if (block.is !== 'form') continue
          const form = await asking.load(leadForm, block.formId)
          if (form?.archived || form?.makes === 'ticket')
            refuse('landingPage.form-unfit', 'This form is switched off, or makes no leads.', {
              field: `blocks.${at}.formId`,
            })
        }
        return body
      }),
    },
    'landingPage.unpublish': { summary: 'Take a page away: whoever comes is told that it is no more' },
  }),
  { unique: ({ slug }) => [landingPageClaim(slug)] },
)

async function mustStand(
  blocks: readonly PageBlock[] | undefined,
  asking: Pick<Asking, 'load'>,
): Promise<void> {
  for (const block of blocks ?? []) {
    if (block.is === 'form') await mustBeKnown('landingPage', block, { formId: leadForm }, asking)
    if (block.is === 'product') await mustBeKnown('landingPage', block, { productId: product }, asking)
  }
}
