import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { type Person, type TestApp, testApp, testPassword } from '../support/app.ts'
import { patience } from '../support/patience.ts'

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Where a Chromium is; undefined: there is none on this machine. */
export const executablePath = places.find((place) => place !== undefined && existsSync(place))

export interface Stage {
  t: TestApp
  url: string
  /** A browser window of its own, signed in as somebody, on a path. Errors of the page fail the test that asks for them. */
  open(person: Person | null, path?: string, options?: { dark?: boolean; width?: number }): Promise<Page>
  /** What went wrong in any page since the last time: uncaught errors, failed requests, messages to the console. */
  complaints(): string[]
  close(): Promise<void>
}

/** The built web app, the server it talks to, and a browser: everything for real, on a port of its own. */
export async function stage(options: Parameters<typeof testApp>[0] = {}): Promise<Stage> {
  const webRoot = join(import.meta.dirname, '..', '..', 'dist', 'web')
  const t = await testApp({ ...options, webRoot })
  const url = await t.app.listen({ port: 0, host: '127.0.0.1' })
  const browser = await launch()
  const heard: string[] = []
  const contexts: BrowserContext[] = []

  return {
    t,
    url,
    async open(person, path = '/', { dark = false, width = 1440 } = {}) {
      const context = await browser.newContext({
        baseURL: url,
        viewport: { width, height: 900 },
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
      })
      contexts.push(context)
      context.setDefaultTimeout(patience)
      if (person) {
        const reply = await context.request.post('/api/sign-in', {
          data: { email: `${person}@hindsight.example`, password: testPassword },
        })
        if (!reply.ok()) throw new Error(`${person} could not sign in: ${await reply.text()}`)
      }
      const page = await context.newPage()
      page.on('pageerror', (error) => heard.push(`${person}: ${error.message}`))
      page.on('console', (message) => {
        // Answers are told of below, with where they came from.
        const answer = message.text().includes('the server responded with a status')
        if (message.type() === 'error' && !answer) heard.push(`${person}: ${message.text()}`)
      })
      page.on('response', (response) => {
        if (response.status() >= 500) heard.push(`${person}: ${response.status()} ${response.url()}`)
      })
      await page.goto(path)
      return page
    },
    complaints: () => heard.splice(0),
    async close() {
      for (const context of contexts) await context.close()
      await browser.close()
      await t.close()
    },
  }
}

function launch(): Promise<Browser> {
  if (!executablePath) throw new Error('there is no Chromium here')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}
