import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What a colour scheme, and a narrower window, may change of what `wcag` has: the rest is in the page whatever they are. */
export const seenRules = [
  'color-contrast',
  'target-size',
  'scrollable-region-focusable',
  'meta-viewport',
] as const

/** What of a page breaks the rules of WCAG 2.2 A and AA, or these of them, in a line each. */
export async function violations(page: Page, rules: readonly string[] = wcag): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe)
  const asked = { runOnly: rules, resultTypes: ['violations'] }
  const { violations: found } = (await page.evaluate(
    `axe.run(document, ${JSON.stringify(asked)})`,
  )) as AxeResults
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} at ${html.slice(0, 120)}: ${failureSummary}`),
  )
}
