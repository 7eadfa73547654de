import type { Execute } from '../../commands/execute.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { privacyOf } from '../../domain/subject.ts'
import { type Mailer, MailRefused } from '../../platform/people/mail.ts'
import type { Signing } from '../../platform/people/signing.ts'
import type { Effect, SendRequest } from '../../sagas/outbox.ts'
import { html } from '../http/html.ts'
import { languageFor } from '../http/public-page.ts'
import { surveyLinks, surveyPath, surveyTongue } from './survey-page.ts'
import { surveyLanguages, surveyWords } from './survey-words.ts'

interface Parts {
  execute: Execute
  signing: Signing
  mailer: Mailer | undefined
  /** Where links lead. */
  publicUrl: string | undefined
}

/** Sends the question about a closed ticket, with a link for each score. Undefined: no mail goes out of here. */
export function surveyStep(parts: Parts): Effect | undefined {
  const { execute, mailer, publicUrl } = parts
  if (!mailer || publicUrl === undefined) return undefined
  const links = surveyLinks(parts.signing)

  async function step(request: SendRequest): Promise<{ events: readonly string[] }> {
    const id = request.id ?? ''
    const body = request.body as { survey: number; reminder: boolean }
    const state = await execute.load(ticket, id)
    const { restricted, erased } = privacyOf(state)
    const survey = state?.survey
    if (!state || !survey?.to || survey.survey !== body.survey || restricted || erased) return { events: [] }
    if (survey.score !== undefined) return { events: [] }
    const language = languageFor(surveyLanguages, [await surveyTongue(state, { execute })])
    const said = surveyWords[language]
    const token = links.tokenOf({ id, survey: survey.survey })
    const link = (score?: number) => new URL(surveyPath(token, score), publicUrl).href
    const scores = Array.from({ length: survey.scale }, (_, place) => place + 1)
    const letter = [said.letter(state.number, state.subject), ...(body.reminder ? [said.again] : [])]
    const choose = said.choose(survey.scale)
    try {
      await mailer?.send({
        id: request.commandId,
        to: { name: state.requester?.name ?? '', address: survey.to },
        subject: said.subject(state.number),
        text: `${[...letter, choose].join('\n\n')}\n\n${scores.map((score) => `${score}: ${link(score)}`).join('\n')}\n`,
        html: html`${letter.map((text) => html`<p>${text}</p>`)}<p>${choose}</p><p>${scores.map(
          (score) =>
            html`<a href="${link(score)}" style="display:inline-block;padding:10px 16px;margin:2px;border:1px solid">${String(score)}</a> `,
        )}</p>`.text,
      })
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error
      return execute({ ...request, body: { ...body, refused: true } })
    }
    return execute({ ...request, body })
  }

  return (requests) => Promise.all(requests.map(step))
}
