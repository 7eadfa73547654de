import { ticket } from '../../domain/service/ticket.ts'
import { privacyOf } from '../../domain/subject.ts'
import type { Signing } from '../../platform/people/signing.ts'
import { html } from '../http/html.ts'
import { type LetterParts, letterStep } from '../http/letter-step.ts'
import { languageFor } from '../http/public-page.ts'
import { surveyLinks, surveyPath, surveyTongue } from './survey-page.ts'
import { surveyLanguages, surveyWords } from './survey-words.ts'

/** Sends the question about a closed ticket, with a link for each score. */
export function surveyStep(parts: LetterParts & { signing: Signing }) {
  const { execute } = parts
  const links = surveyLinks(parts.signing)
  return letterStep(
    parts,
    async (request, addressOf) => {
      const id = request.id ?? ''
      const body = request.body as { survey: number; reminder: boolean }
      const state = await execute.load(ticket, id)
      const { restricted, erased } = privacyOf(state)
      const survey = state?.survey
      if (!state || !survey?.to || survey.survey !== body.survey || restricted || erased) return undefined
      if (survey.score !== undefined) return undefined
      const language = languageFor(surveyLanguages, [await surveyTongue(state, { execute })])
      const said = surveyWords[language]
      const token = links.tokenOf({ id, survey: survey.survey })
      const link = (score?: number) => addressOf(surveyPath(token, score))
      const scores = Array.from({ length: survey.scale }, (_, place) => place + 1)
      const letter = [said.letter(state.number, state.subject), ...(body.reminder ? [said.again] : [])]
      const choose = said.choose(survey.scale)
      return {
        to: { name: state.requester?.name ?? '', address: survey.to },
        subject: said.subject(state.number),
        text: `${[...letter, choose].join('\n\n')}\n\n${scores.map((score) => `${score}: ${link(score)}`).join('\n')}\n`,
        html: html`${letter.map((text) => html`<p>${text}</p>`)}<p>${choose}</p><p>${scores.map(
          (score) =>
            html`<a href="${link(score)}" style="display:inline-block;padding:10px 16px;margin:2px;border:1px solid">${String(score)}</a> `,
        )}</p>`.text,
        noted: body,
      }
    },
    (request) => execute({ ...request, body: { ...(request.body as object), refused: true } }),
  )
}
