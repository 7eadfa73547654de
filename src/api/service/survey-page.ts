import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { contact } from '../../domain/customers/contact.ts'
import { DomainError } from '../../domain/error.ts'
import { isAsked, type Survey, surveyCommands } from '../../domain/service/survey.ts'
import { type TicketState, ticket } from '../../domain/service/ticket.ts'
import { privacyOf } from '../../domain/subject.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { keyOf, visitorPrincipal } from '../../platform/people/permissions.ts'
import type { Signing } from '../../platform/people/signing.ts'
import { html } from '../http/html.ts'
import { formOf } from '../http/public-form.ts'
import { addPublicPages, languageFor, type PublicPage, parameterOf, saidPage } from '../http/public-page.ts'
import type { Extension, Services } from '../http/services.ts'
import { type SurveyLanguage, surveyLanguages, surveyWords } from './survey-words.ts'

/** Which question about which ticket somebody has in their letter. */
export const surveyLinks = (signing: Signing) =>
  signing('ticket-survey', z.object({ id: uuid, survey: z.int() }))

const path = '/survey'
export const surveyPath = (token: string, score?: number) =>
  `${path}?link=${token}${score === undefined ? '' : `&score=${score}`}`

const answer = surveyCommands['ticket.rate'].shape

interface Open {
  id: string
  token: string
  state: TicketState
  survey: Survey
  language: SurveyLanguage
}

/** What a customer thinks of a closed ticket, by the link in a letter: a score by one press, and a comment (TIC-18). */
export const surveyPages =
  ({ signing }: { signing: Signing }): Extension =>
  (app, services) => {
    const { execute, clock } = services
    const links = surveyLinks(signing)

    function opening(
      then: (open: Open, request: FastifyRequest, reply: FastifyReply) => Promise<PublicPage | FastifyReply>,
    ) {
      return async (request: FastifyRequest, reply: FastifyReply) => {
        const token = parameterOf(request, 'link') ?? ''
        const found = links.read(token)
        const state = found && (await execute.load(ticket, found.id))
        const wanted = request.headers['accept-language']
        const isOurs = state?.survey?.survey === found?.survey && !privacyOf(state).erased
        if (!found || !state?.survey || !isOurs || !isAsked(state.survey)) {
          const language = languageFor(surveyLanguages, [wanted])
          const { title, text } = surveyWords[language].nowhere
          return saidPage({ status: 404, language }, title, text)
        }
        const language = languageFor(surveyLanguages, [await surveyTongue(state, services), wanted])
        if (clock() >= state.survey.closesAt) return overPage(language)
        return then({ id: found.id, token, state, survey: state.survey, language }, request, reply)
      }
    }

    const show = opening(async (open, request) => {
      const score = Number(parameterOf(request, 'score'))
      return formPage(open, open.survey.score ?? (Number.isInteger(score) ? score : undefined))
    })

    const take = opening(async (open, request, reply) => {
      const { score, comment = '' } = formOf(request)
      const read = answer.score.safeParse(Number(score))
      const said = answer.comment.safeParse(comment.trim() === '' ? null : comment)
      if (!read.success || !said.success) return { ...formPage(open, open.survey.score), status: 422 }
      const { id, survey } = open
      try {
        await execute({
          command: 'ticket.rate',
          id,
          body: { survey: survey.survey, score: read.data, comment: said.data },
          principal: visitorPrincipal(
            { kind: 'link', id: String(survey.survey) },
            ['ticket.rate'],
            [keyOf.record(id), keyOf.edit(id)],
          ),
        })
      } catch (error) {
        if (error instanceof DomainError) return { ...formPage(open, survey.score), status: 422 }
        throw error
      }
      return reply.redirect(surveyPath(open.token), 303)
    })

    addPublicPages(app, [
      { method: 'GET', path, open: show },
      { method: 'POST', path, open: take },
    ])
    return []
  }

/** The language of whoever asked, where that is known. */
export async function surveyTongue(
  { contactId }: Pick<TicketState, 'contactId'>,
  { execute }: Pick<Services, 'execute'>,
): Promise<string | null> {
  const found = contactId ? await execute.load(contact, contactId) : undefined
  return found && !privacyOf(found).erased ? found.language : null
}

/** Each score is a button: one press is an answer. Nothing is answered by looking, as programs look into letters. */
function formPage({ state, survey, token, language }: Open, chosen: number | undefined): PublicPage {
  const said = surveyWords[language]
  const scores = Array.from({ length: survey.scale }, (_, place) => place + 1)
  const body = html`<h1>${said.title(state.number)}</h1>
<p class="quiet">${state.subject}</p>
${survey.score !== undefined && html`<p class="said" role="status">${said.thanks} ${said.more}</p>`}
<form method="post" action="${surveyPath(token)}">
<h2 id="ask">${said.ask}</h2>
<p class="actions" role="group" aria-labelledby="ask">${scores.map(
    (score) =>
      html`<button type="submit" name="score" value="${String(score)}"${score === chosen && html` class="main" aria-current="true"`}${score === 1 && html` aria-label="1, ${said.worst}"`}${score === survey.scale && html` aria-label="${String(score)}, ${said.best}"`}>${String(score)}</button> `,
  )}</p>
<p class="quiet">1: ${said.worst} · ${String(survey.scale)}: ${said.best}</p>
<label for="comment">${said.comment}</label>
<textarea id="comment" name="comment" rows="5" maxlength="4000">${survey.comment ?? ''}</textarea>
${chosen !== undefined && html`<p class="actions"><button class="main" type="submit" name="score" value="${String(chosen)}">${said.send}: ${String(chosen)}</button></p>`}
</form>`
  return { language, title: said.title(state.number), body }
}

function overPage(language: SurveyLanguage): PublicPage {
  const { title, text } = surveyWords[language].over
  return saidPage({ status: 410, language }, title, text)
}
