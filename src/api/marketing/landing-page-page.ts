import type { Execute } from '../../commands/execute.ts'
import type { LandingPageContent, PageBlock } from '../../domain/marketing/landing-page.ts'
import { type LeadFormState, leadForm } from '../../domain/sales/lead-form.ts'
import { product } from '../../domain/sales/product.ts'
import { formatMoney } from '../../domain/values/money.ts'
import { paragraphs } from '../../platform/papers/markup.ts'
import { Html, html } from '../http/html.ts'
import type { PublicPage } from '../http/public-page.ts'
import { formIn, nothingFilled } from '../sales/lead-form-page.ts'
import { workScript } from '../sales/proof-of-work.ts'

/** A page as it was published: no framework, no cookie, nothing from elsewhere. `tokenOf` says of a form where it stands. */
export async function landingPageShown(
  { title, language, blocks }: LandingPageContent,
  { load }: Pick<Execute, 'load'>,
  of: { pictureAt: (place: number) => string; tokenOf: (formId: string, form: LeadFormState) => string },
): Promise<PublicPage> {
  const parts = await Promise.all(blocks.map((block, place) => shown(block, place)))
  const hasForm = blocks.some(({ is }) => is === 'form')

  async function shown(block: PageBlock, place: number): Promise<Html | undefined> {
    switch (block.is) {
      case 'heading':
        return html`<h2>${block.text}</h2>`
      case 'text':
        return new Html(paragraphs(block.text))
      case 'picture':
        return html`<img class="wide" src="${of.pictureAt(place)}" alt="${block.alt}" loading="lazy">`
      case 'button':
        return html`<p class="actions"><a class="act main" href="${block.url}">${block.text}</a></p>`
      case 'product': {
        const found = await load(product, block.productId)
        if (!found || found.archived) return undefined
        return html`<section><h2>${found.name}</h2>
${found.description && html`<p class="text">${found.description}</p>`}
<p>${formatMoney(found.price)}</p></section>`
      }
      case 'form': {
        const form = await load(leadForm, block.formId)
        if (!form || form.archived) return undefined
        const asked = {
          address: `/f/${block.formId}`,
          token: of.tokenOf(block.formId, form),
          filled: nothingFilled,
        }
        return html`<section><h2>${form.title}</h2>${formIn(form, asked)}</section>`
      }
    }
  }

  return {
    language,
    title,
    body: html`<h1>${title}</h1>
${parts.map((part) => part && html`${part}\n`)}`,
    found: true,
    ...(hasForm && { script: workScript }),
  }
}
