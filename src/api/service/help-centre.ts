import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { InFlight, KeyReused } from '../../commands/errors.ts'
import { organisationZone } from '../../commands/settings/organisation.ts'
import { DomainError } from '../../domain/error.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { everyone, visitorPrincipal } from '../../platform/people/permissions.ts'
import type { Signing } from '../../platform/people/signing.ts'
import { derivedId, isUuid, newId } from '../../platform/process/ids.ts'
import type { articleTable } from '../../projections/service/article.ts'
import { type Html, html } from '../http/html.ts'
import { formOf } from '../http/public-form.ts'
import { addPublicPages, languageFor, type PublicPage, parameterOf, saidPage } from '../http/public-page.ts'
import type { Extension } from '../http/services.ts'
import type { TablesOf } from '../lists/query.ts'
import { foundArticles } from './article-search.ts'
import { type Language, languages, type Words, words } from './help-centre-words.ts'

type Tables = TablesOf<[typeof articleTable]>
type Article = Tables['article']
type Listed = Pick<Article, 'id' | 'title' | 'summary' | 'category' | 'language'>

const path = '/help-centre'
const listed = ['id', 'title', 'summary', 'category', 'language'] as const
/** So many articles stand on a page. */
const most = 500
const mostFound = 20

/** What somebody read, and the one answer that they may give to it. */
const opened = z.object({ id: uuid, version: z.int(), opening: uuid })

/** Everybody may read what is public, and say whether it helped; nothing else, and nothing is kept of who it was. */
const reader = visitorPrincipal(
  { kind: 'form', id: 'help-centre' },
  ['article.read', 'article.rate'],
  [everyone],
)

/** The pages of the knowledge base for everybody (KB-02, KB-06): what is public in it, found by words, and whether it helped. */
export const helpCentre =
  ({ signing }: { signing: Signing }): Extension =>
  (app, { readModels, execute, clock }) => {
    const openings = signing('help-centre', opened)

    const read = <T>(run: (db: Kysely<Tables>) => Promise<T>): Promise<T> =>
      readModels.read(reader, {}, (db) => run(db as never as Kysely<Tables>))

    const spokenBy = (request: FastifyRequest): Language =>
      languageFor(languages, [parameterOf(request, 'language'), request.headers['accept-language']])

    async function articleAt(request: FastifyRequest): Promise<Article | undefined> {
      const { id } = request.params as { id: string }
      if (!isUuid(id)) return undefined
      return read((db) => shown(db).selectAll().where('id', '=', id).executeTakeFirst())
    }

    async function home(request: FastifyRequest): Promise<PublicPage> {
      const language = spokenBy(request)
      const q = parameterOf(request, 'q')?.trim().slice(0, 200) ?? ''
      const category = parameterOf(request, 'category')
      const all = await read((db) => shown(db).select(listed).orderBy('title').limit(most).execute())
      const found =
        q === ''
          ? undefined
          : await read((db) =>
              foundArticles(db, { text: q, all: true, audience: 'public', language, limit: mostFound }),
            )
      return homePage({
        language,
        q,
        category,
        all,
        found: found?.flatMap(({ id }) => all.find((one) => one.id === id) ?? []),
      })
    }

    async function show(request: FastifyRequest): Promise<PublicPage> {
      const article = await articleAt(request)
      if (!article) return nowhere(request)
      const others = await read((db) =>
        shown(db)
          .select(listed)
          .where((where) =>
            where.or([
              where('originalId', '=', article.originalId ?? article.id),
              ...(article.originalId === null ? [] : [where('id', '=', article.originalId)]),
            ]),
          )
          .where('id', '<>', article.id)
          .orderBy('language')
          .execute(),
      )
      const timeZone = await organisationZone(execute.load, clock())
      return articlePage(article, {
        others,
        timeZone,
        token: openings.tokenOf({ id: article.id, version: article.version, opening: newId() }),
      })
    }

    async function rate(request: FastifyRequest, reply: FastifyReply): Promise<PublicPage | FastifyReply> {
      const article = await articleAt(request)
      const { token, helped } = formOf(request)
      const opening = openings.read(token)
      if (!article || opening?.id !== article.id || (helped !== 'yes' && helped !== 'no'))
        return nowhere(request)
      const { id, version } = opening
      try {
        await execute({
          command: 'article.rate',
          id,
          commandId: derivedId('help-centre', opening.opening),
          body: { helpful: helped === 'yes', version },
          principal: reader,
        })
      } catch (error) {
        // Sent twice, the first answer counts; and what was withdrawn meanwhile needs none.
        const isOver = error instanceof KeyReused || error instanceof InFlight || error instanceof DomainError
        if (!isOver) throw error
      }
      return reply.redirect(`${path}/${id}/thanks?helped=${helped}`, 303)
    }

    async function thank(request: FastifyRequest): Promise<PublicPage> {
      const article = await articleAt(request)
      if (!article) return nowhere(request)
      const language = languageFor(languages, [article.language])
      const said = words[language]
      return {
        language,
        title: said.title,
        body: html`<h1>${parameterOf(request, 'helped') === 'no' ? said.sorry : said.thanks}</h1>
<p><a href="${path}?language=${language}">${said.back}</a></p>`,
      }
    }

    function nowhere(request: FastifyRequest): PublicPage {
      const language = spokenBy(request)
      return saidPage({ status: 404, language }, words[language].nowhere)
    }

    addPublicPages(app, [
      { method: 'GET', path, open: home },
      { method: 'GET', path: `${path}/:id`, open: show },
      { method: 'POST', path: `${path}/:id`, open: rate },
      { method: 'GET', path: `${path}/:id/thanks`, open: thank },
    ])
    return []
  }

/** What everybody may read. */
const shown = (db: Kysely<Tables>) =>
  db
    .selectFrom('article')
    .where('version', '>', 0)
    .where('archived', '=', false)
    .where('audience', '=', 'public')

const primary = (tag: string) => tag.split('-')[0]

function homePage(of: {
  language: Language
  q: string
  category: string | undefined
  all: readonly Listed[]
  found: readonly Listed[] | undefined
}): PublicPage {
  const { language, q, category, all, found } = of
  const said = words[language]
  const spoken = [...new Set(all.map((one) => primary(one.language)))]
  const own = all.filter((one) => primary(one.language) === language)
  // Where nothing is written in somebody's language, what there is stands there.
  const mine = own.length > 0 ? own : all
  const title = category ?? said.title
  const body = html`<h1>${title}</h1>
<form method="get" action="${path}" role="search">
<input type="hidden" name="language" value="${language}">
<label for="q">${said.search}</label>
<input id="q" name="q" type="search" maxlength="200" value="${q}">
<p class="actions"><button class="main" type="submit">${said.find}</button></p>
</form>
${found ? foundPart(said, q, found) : listPart(said, language, category, mine)}
${(found || category) && html`<p><a href="${path}?language=${language}">${said.all}</a></p>`}
${languagesPart(language, spoken)}`
  return { language, title, body }
}

const foundPart = (said: Words, q: string, found: readonly Listed[]): Html =>
  html`<h2 role="status">${said.found(found.length, q)}</h2>
${found.length === 0 ? html`<p>${said.none}</p>` : linksTo(found)}`

/** Under their categories, each of which has a page of its own. */
function listPart(said: Words, language: Language, only: string | undefined, all: readonly Listed[]): Html {
  if (all.length === 0) return html`<p>${said.empty}</p>`
  if (only !== undefined) {
    const within = all.filter((one) => one.category === only)
    return within.length === 0 ? html`<p>${said.none}</p>` : linksTo(within)
  }
  const names = [...new Set(all.map(({ category }) => category))].sort((a, b) =>
    a === null ? 1 : b === null ? -1 : a.localeCompare(b, language),
  )
  return html`${names.map((name) => {
    const heading =
      name === null
        ? html`${said.other}`
        : html`<a href="${path}?language=${language}&amp;category=${encodeURIComponent(name)}">${name}</a>`
    return html`<h2>${heading}</h2>
${linksTo(all.filter(({ category }) => category === name))}`
  })}`
}

const linksTo = (articles: readonly Listed[]): Html =>
  html`<ul>
${articles.map(
  ({ id, title, summary, language }) =>
    html`<li lang="${language}"><a href="${path}/${id}">${title}</a>${summary && html`<br><span class="quiet">${summary}</span>`}</li>\n`,
)}</ul>`

function languagesPart(language: Language, spoken: readonly (string | undefined)[]): Html | false {
  const others = languages.filter((one) => one !== language && spoken.includes(one))
  return (
    others.length > 0 &&
    html`<p>${others.map((one) => html`<a lang="${one}" href="${path}?language=${one}">${words[one].title}</a> `)}</p>`
  )
}

function articlePage(
  article: Article,
  { others, timeZone, token }: { others: readonly Listed[]; timeZone: string; token: string },
): PublicPage {
  const language = languageFor(languages, [article.language])
  const said = words[language]
  const { id, title, summary, body, steps, publishedAt } = article
  const text = html`<p><a href="${path}?language=${language}">${said.back}</a></p>
<h1>${title}</h1>
${summary !== null && html`<p class="quiet">${summary}</p>`}
${body !== null && html`<p class="text">${body}</p>`}
${steps.map(
  (step, place) => html`<h2>${said.step(place + 1)}: ${step.title}</h2>
${step.text !== null && html`<p class="text">${step.text}</p>`}`,
)}
${publishedAt !== null && html`<p class="quiet">${said.published(dayIn(publishedAt, language, timeZone))}</p>`}
<form method="post" action="${path}/${id}">
<h2>${said.asked}</h2>
<input type="hidden" name="token" value="${token}">
<p class="actions"><button type="submit" name="helped" value="yes">${said.yes}</button> <button type="submit" name="helped" value="no">${said.no}</button></p>
</form>
${
  others.length > 0 &&
  html`<h2>${said.inOther}</h2>
${linksTo(others)}`
}`
  return { language: article.language, title, body: text }
}

const dayIn = (instant: string, language: Language, timeZone: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(new Date(instant))
