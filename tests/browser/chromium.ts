import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { type Person, type TestApp, testApp, testPassword } from '../support/app.ts'
import { patience } from '../support/patience.ts'

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const there = (of: readonly (string | undefined)[]) =>
  of.find((place) => place !== undefined && existsSync(place))

/** Where a whole Chromium is, with its viewer of PDF; undefined: there is none on this machine. */
export const wholePath = there(places)
/** Where a Chromium is. Without a window it takes a fifth less for the same. */
export const executablePath = process.env.CHROMIUM ?? there(['/usr/bin/chromium-headless-shell', ...places])

export interface Stage {
  /** The product that serves the app. */
  readonly t: TestApp
  readonly url: string
  /** A window of a browser of its own, signed in as somebody, on a path; blank again after the test. */
  open(person: Person | null, path?: string, options?: { dark?: boolean; width?: number }): Promise<Page>
}

type Options = Parameters<typeof testApp>[0]

/**
 * The built web app, the product it talks to on an installation and a port of its own, and a browser, for the tests of a
 * file: everything for real. A test fails by what goes wrong in any page meanwhile: uncaught errors, requests that failed,
 * errors on the console.
 */
export function stage(options: Options | (() => Promise<Options>) = {}, executable = executablePath): Stage {
  let t: TestApp | undefined
  let url = ''
  const heard: string[] = []
  /** Windows are used again: a new one costs the start of two processes, and compiles the app anew. */
  const free: Page[] = []
  const used = new Map<Page, Person | null>()

  const onStage = (): TestApp => {
    if (!t) throw new Error('nothing is on stage before the tests of the file have begun')
    return t
  }

  async function newWindow(): Promise<Page> {
    const browser = await launched(executable)
    const context = await browser.newContext({ baseURL: url, reducedMotion: 'reduce' })
    context.setDefaultTimeout(patience)
    const page = await context.newPage()
    const hear = (message: string) => heard.push(`${used.get(page) ?? 'nobody'}: ${message}`)
    page.on('pageerror', (error) => hear(error.message))
    page.on('console', (message) => {
      // Answers are told of below, with where they came from.
      // So is a live connection refused whose session was ended meanwhile.
      const answer = /the server responded with a status|WebSocket.*HTTP Authentication failed/.test(
        message.text(),
      )
      if (message.type() === 'error' && !answer) hear(message.text())
    })
    page.on('response', (response) => {
      if (response.status() >= 500) hear(`${response.status()} ${response.url()}`)
    })
    return page
  }

  async function clear(page: Page): Promise<void> {
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.goto('about:blank')
    await page.context().clearCookies()
    free.push(page)
  }

  beforeAll(async () => {
    if (!executable) return
    const webRoot = join(import.meta.dirname, '..', '..', 'dist', 'web')
    t = await testApp({ ...(typeof options === 'function' ? await options() : options), webRoot })
    url = await t.app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterEach(async () => {
    await Promise.all([...used.keys()].map(clear))
    used.clear()
    expect(heard.splice(0)).toEqual([])
  })
  afterAll(async () => {
    for (const page of free) await page.context().close()
    await t?.close()
  })

  return {
    get t() {
      return onStage()
    },
    get url() {
      return url
    },
    async open(person, path = '/', { dark = false, width = 1440 } = {}) {
      const page = free.pop() ?? (await newWindow())
      used.set(page, person)
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' })
      await page.mouse.move(0, 0)
      if (person) {
        const reply = await page.request.post('/api/sign-in', {
          data: { email: `${person}@hindsight.example`, password: testPassword },
        })
        if (!reply.ok()) throw new Error(`${person} could not sign in: ${await reply.text()}`)
      }
      await page.goto(path)
      return page
    },
  }
}

/** One for all files of this process, with which it ends. */
const browsers = new Map<string | undefined, Promise<Browser>>()
function launched(executable: string | undefined): Promise<Browser> {
  const known = browsers.get(executable)
  if (known) return known
  const browser = chromium.launch({
    ...(executable && { executablePath: executable }),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // A microphone that beeps, and addresses of this machine that another browser on it reaches.
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--allow-loopback-in-peer-connection',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ],
  })
  browsers.set(executable, browser)
  return browser
}
