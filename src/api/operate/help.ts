import { z } from 'zod'
import { NotFound } from '../../commands/errors.ts'
import { type HelpPage, searchHelp } from '../../platform/papers/help.ts'
import { endpoint } from '../http/endpoint.ts'
import type { Extension } from '../http/services.ts'

const screen = z.string()
const title = z.string()

/** Help in the product: a page for each screen, and a search over all of them (USR-15). */
export function helpEndpoints(pages: () => Promise<readonly HelpPage[]>): Extension {
  return () => [
    endpoint({
      method: 'GET',
      path: '/help',
      summary: 'The pages of help that have all these words; all of them without',
      tag: 'help',
      access: 'signed-in',
      parameters: z.object({ q: z.string().trim().max(200).default('') }),
      reply: z.object({ items: z.array(z.object({ screen, title, excerpt: z.string() })) }),
      run: async ({ parameters: { q } }) => ({ items: searchHelp(await pages(), q) }),
    }),
    endpoint({
      method: 'GET',
      path: '/help/:screen',
      summary: 'The page of help for a screen',
      tag: 'help',
      access: 'signed-in',
      parameters: z.object({ screen: z.string().max(60) }),
      reply: z.object({ screen, title, text: z.string().describe('Markdown.') }),
      async run({ parameters }) {
        const found = (await pages()).find((page) => page.screen === parameters.screen)
        if (!found) throw new NotFound(`help for ${parameters.screen}`)
        return found
      },
    }),
  ]
}
