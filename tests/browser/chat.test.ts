import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations, wcag } from './axe.ts'
import { executablePath, stage } from './chromium.ts'
import { furnish, make } from './furnish.ts'

const s = stage()
/** A site of a customer's own, on another origin, that allows its pages no more than they need. */
let site: Server
let siteUrl = ''
let widgetId = ''
beforeAll(async () => {
  if (!executablePath) return
  await furnish(s.t)
  site = createServer((_, reply) => {
    reply.setHeader(
      'content-security-policy',
      `default-src 'none'; img-src data:; script-src ${s.url} 'unsafe-eval'; connect-src ${s.url.replace('http', 'ws')}`,
    )
    reply.setHeader('content-type', 'text/html; charset=utf-8')
    reply.end(
      `<!doctype html><html lang="en"><head><title>Larkspur</title><link rel="icon" href="data:,"></head><body><main><h1>Lenses</h1></main>
<script src="${s.url}/chat.js" data-widget="${widgetId}" defer></script></body></html>`,
    )
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  widgetId = await make(s.t.as('manager'), '/api/chat-widgets', {
    name: 'Shop',
    title: 'Talk to Larkspur',
    greeting: 'What can we do for you?',
    sites: [siteUrl],
  })
  await s.t.settled()
})
afterAll(() => site?.close())

type Page = Awaited<ReturnType<typeof s.open>>
const mustBeAccessible = async (page: Page) =>
  expect(await violations(page, [...wcag, 'best-practice'])).toEqual([])
const kept = (page: Page) =>
  page.evaluate('[document.cookie, Object.keys(localStorage).length, Object.keys(sessionStorage).length]')

it.runIf(executablePath)(
  'COM-15, TIC-03 a visitor of another site and one of us talk, by keyboard alone, and it becomes a ticket',
  async () => {
    const visitor = await s.open(null, siteUrl)
    await visitor.getByRole('button', { name: 'Chat' }).focus()
    await visitor.keyboard.press('Enter')
    const dialog = visitor.getByRole('dialog', { name: 'Talk to Larkspur' })
    await dialog.getByText('What can we do for you?').waitFor()
    await mustBeAccessible(visitor)
    await visitor.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await mustBeAccessible(visitor)
    await visitor.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await visitor.keyboard.press('Enter')
    await dialog.getByLabel('Your name').fill('Ada Okello')
    await dialog.getByLabel('Message').fill('The scope is dark')
    await visitor.keyboard.press('Enter')
    await dialog.getByText('The scope is dark').waitFor()
    await dialog.getByRole('button', { name: 'End chat' }).waitFor()
    expect(await kept(visitor)).toEqual(['', 0, 0])

    const agent = await s.open('agent', '/conversations?channel=chat')
    await agent.getByRole('link', { name: 'The scope is dark' }).click()
    await agent.getByText('Who a visitor is, is what they say').waitFor()
    const said = agent.getByRole('list', { name: 'What was said' })
    await said.getByText('Ada Okello').waitFor()
    await dialog.getByLabel('Message').pressSequentially('It was')
    await agent.getByText('Ada Okello is writing').waitFor()
    await agent.getByLabel('Answer').fill('Is it plugged in?')
    await dialog.getByText(/is writing/).waitFor()
    await agent.keyboard.press('Enter')
    await dialog.getByText('Is it plugged in?').waitFor()
    await dialog.getByLabel('Message').fill('It is now')
    await visitor.keyboard.press('Enter')
    await said.getByText('It is now').waitFor()

    await agent.getByRole('button', { name: 'Open a ticket' }).click()
    const asked = agent.getByRole('dialog')
    expect(await asked.getByLabel('Subject').inputValue()).toBe('The scope is dark')
    await asked.getByRole('button', { name: 'Open a ticket' }).click()
    const filed = agent.getByRole('region', { name: 'Filed with' })
    await filed.getByRole('link').click()
    await agent.getByText(/Ada Okello: The scope is dark/).waitFor()

    // Only what the visitor allows is kept, and then the chat goes on in the next page.
    await dialog.getByLabel(/Keep this chat/).check()
    expect(await kept(visitor)).toEqual(['', 1, 0])
    await visitor.goto(siteUrl)
    await visitor.getByRole('button', { name: /^Chat/ }).click()
    await dialog.getByText('It is now').waitFor()
    expect(await dialog.getByLabel('Your name').isVisible()).toBe(false)
    await dialog.getByLabel(/Keep this chat/).uncheck()
    expect(await kept(visitor)).toEqual(['', 0, 0])
    await dialog.getByRole('button', { name: 'End chat' }).click()
    await dialog.getByText('This chat has ended').waitFor()
  },
)
