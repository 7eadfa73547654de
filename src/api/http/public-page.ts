import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { limitByAddress, withinLimit } from '../identity/browser.ts'
import { Html, html } from './html.ts'
import { answerProblems } from './problem.ts'
import { takeForms } from './public-form.ts'

/** What anybody may open: in one language, and nothing in it comes from elsewhere. */
export interface PublicPage {
  status?: number
  language: string
  title: string
  body: Html
  /** What stands before it on each of several pages: whose they are, and the way to the others. */
  head?: Html
  /** What runs in it, which is seldom anything. */
  script?: string
  /** The sites that may show it in their pages. */
  sites?: readonly string[]
  /** Its forms come with a cookie, so that browsers must say from where they were sent; only to ourselves. */
  signedIn?: true
  /** Meant to be found by anybody, with pictures of its own beside it. */
  found?: true
}

type Opens = (request: FastifyRequest, reply: FastifyReply) => Promise<PublicPage | FastifyReply>

const style = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1a1c20; --line: #d5d8de; --quiet: #5b6270; --act: #1a56c4; --bad: #a61b1b }
@media (prefers-color-scheme: dark) { :root { --paper: #16181d; --ink: #e6e8ec; --line: #3a3f4a; --quiet: #a7adba; --act: #8ab4ff; --bad: #ff9c9c } }
* { box-sizing: border-box }
html { background: var(--paper); color: var(--ink) }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0 .25rem }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
p, dl { margin: .5rem 0 }
.quiet, dt { color: var(--quiet) }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
img.wide { max-width: 100%; height: auto; display: block; margin: 1rem 0 }
.logo { max-width: 170px; max-height: 56px; display: block }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem }
dd { margin: 0 }
table { width: 100%; border-collapse: collapse; margin: 1rem 0 }
th, td { text-align: left; vertical-align: top; padding: .6rem 0; border-bottom: 1px solid var(--line); font-weight: 400 }
td:last-child, thead th:last-child { text-align: right; white-space: nowrap; padding-left: 1rem; font-variant-numeric: tabular-nums }
thead th { color: var(--quiet); font-size: .85rem }
tfoot th, tfoot td { border: 0; padding: .2rem 0 }
tfoot tr:last-child > * { font-weight: 700; font-size: 1.1rem }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0 }
a.act, button { font: inherit; display: inline-block; min-height: 44px; padding: .6rem 1.2rem; border-radius: 6px; border: 1px solid var(--act); color: var(--act); background: none; text-decoration: none; cursor: pointer }
a.main, button.main { background: var(--act); color: var(--paper) }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px }
label { display: block; margin: 1rem 0 .25rem }
input:not([type=checkbox], [type=radio]), select, textarea { font: inherit; width: 100%; min-height: 44px; padding: .6rem; border: 1px solid var(--quiet); border-radius: 6px; background: var(--paper); color: inherit }
[aria-invalid] { border-color: var(--bad); outline: 1px solid var(--bad) }
.check { display: flex; gap: .6rem; align-items: flex-start }
fieldset { margin: 0 0 1rem; padding: .6rem; border: 1px solid var(--quiet); border-radius: 6px }
.times { display: grid; grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr)); gap: .4rem }
.times .check { min-height: 44px; margin: 0; align-items: center }
.check input { width: 22px; height: 22px; flex: none; margin: 2px 0 0 }
.error { color: var(--bad); margin: .25rem 0 }
.trap { position: absolute; left: -100vw; width: 1px; height: 1px; overflow: hidden }
body > header { border-bottom: 1px solid var(--line); max-width: 44rem; margin: 0 auto; padding: 1rem 1rem 0 }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.1rem; list-style: none; margin: .5rem 0 0; padding: 0 }
nav a { display: inline-block; padding: .6rem 0; color: inherit; text-decoration: none; border-bottom: 3px solid transparent }
nav a:hover, nav a[aria-current] { border-color: var(--act) }
nav form { display: inline }
nav button { border: 0; padding: .6rem 0; min-height: 0; color: inherit }
.skip { position: absolute; left: -100vw }
.skip:focus { position: static }
.card { border: 1px solid var(--line); border-radius: 6px; padding: .25rem 1rem; margin: 1rem 0 }
.mine { border-left: 4px solid var(--act) }
main a { color: var(--act) }
a.main { color: var(--paper) }
.said { border-left: 4px solid var(--act); padding: .5rem 1rem; margin: 1rem 0 }
`

/** By which a style or a script that stands in the page is allowed (CSP 3). */
const sourceOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const styleSource = sourceOf(style)

/** Nothing comes from elsewhere but pictures that stand in the page, and forms come here. */
const contentSecurityPolicy = ({
  script,
  sites = [],
  found,
}: Pick<PublicPage, 'script' | 'sites' | 'found'>) =>
  [
    "default-src 'none'",
    `style-src ${styleSource}`,
    ...(script === undefined ? [] : [`script-src ${sourceOf(script)}`]),
    found ? "img-src data: 'self'" : 'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${sites.length > 0 ? sites.join(' ') : "'none'"}`,
  ].join('; ')

/** Pages for people without an account, each under its path; forms are sent as browsers send them. */
export function addPublicPages(
  app: FastifyInstance,
  pages: readonly { method: 'GET' | 'POST'; path: string; open: Opens }[],
  perMinute?: number,
): void {
  app.register(async (scope) => {
    const fromOne = limitByAddress(scope, perMinute)
    scope.addHook('onRequest', (request) => withinLimit(fromOne, request))
    takeForms(scope)
    answerProblems(scope, { say: (reply, { status }) => send(reply, failedPage(status)) })
    for (const { method, path, open } of pages)
      scope.route({
        method,
        url: path,
        async handler(request, reply) {
          const page = await open(request, reply)
          // Whoever awaits a reply that was sent is given nothing.
          return reply.sent ? reply : send(reply, page as PublicPage)
        },
      })
  })
}

/** A parameter of the address; of what is there twice, none. */
export function parameterOf({ query }: FastifyRequest, name: string): string | undefined {
  const value = (query as Readonly<Record<string, unknown>>)[name]
  return typeof value === 'string' ? value : undefined
}

function send(reply: FastifyReply, page: PublicPage): FastifyReply {
  const { status = 200, language, title, body, head, script } = page
  return withPageHeaders(reply, page)
    .status(status)
    .type('text/html; charset=utf-8')
    .send(
      html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>${
        script !== undefined &&
        html`
<script type="module">${new Html(script)}</script>`
      }
</head>
<body>${head}<main id="main">
${body}
</main></body>
</html>
`.text,
    )
}

/** What is behind a link is for who has it: nobody keeps it, finds it, or is told its address. */
export function withPageHeaders(
  reply: FastifyReply,
  page: Pick<PublicPage, 'script' | 'sites' | 'signedIn' | 'found'> = {},
): FastifyReply {
  // Of both, browsers heed the one that can name sites.
  if (page.sites?.length) reply.raw.removeHeader('x-frame-options')
  return reply.headers({
    'content-security-policy': contentSecurityPolicy(page),
    'cache-control': 'no-store',
    'referrer-policy': page.signedIn ? 'same-origin' : 'no-referrer',
    ...(!page.found && { 'x-robots-tag': 'noindex, nofollow' }),
  })
}

/** A page that says one thing, and may say more of it. */
export function saidPage(
  { status = 200, language, sites }: Pick<PublicPage, 'status' | 'language' | 'sites'>,
  title: string,
  ...texts: readonly string[]
): PublicPage {
  const body = html`<h1>${title}</h1>${texts.map((text) => html`\n<p class="text" role="status">${text}</p>`)}`
  return { status, language, title, body, ...(sites && { sites }) }
}

const failedPage = (status: number) =>
  saidPage(
    { status, language: 'en' },
    status === 429
      ? 'Too many requests came from here. Please wait a minute, then try again.'
      : 'This did not work. Please try again.',
  )

/** Where one of our paths is found from outside. */
export const addressOf = (
  { publicUrl }: { publicUrl: string | undefined },
  { protocol, host }: FastifyRequest,
  path: string,
) => new URL(path, publicUrl ?? `${protocol}://${host}`)

/** The first that somebody reads and we write; `wanted` are language tags, and what a browser sends (RFC 9110, 12.5.4). */
export function languageFor<L extends string>(
  written: readonly [L, ...L[]],
  wanted: readonly (string | undefined | null)[],
): L {
  const tags = wanted
    .flatMap((text) => (text ?? '').split(','))
    .map((tag) => {
      const [name = '', quality = ''] = tag.trim().split(';')
      return {
        name: name.trim().toLowerCase().split('-')[0] ?? '',
        quality: Number(/^q=([\d.]+)$/.exec(quality.trim())?.[1] ?? 1),
      }
    })
  // What is known of somebody stands first and has no quality; of a browser's, the order is by quality.
  const sorted = tags.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality)
  return (
    written.find((one) => one === sorted.find(({ name }) => written.includes(name as L))?.name) ?? written[0]
  )
}
