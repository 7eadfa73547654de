import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Html, html } from './html.ts'
import { refuseUnstorable } from './text.ts'

/** The largest form of a stranger, in bytes. */
const formLimit = 64 * 1024

/** Forms are taken as browsers send them, and nothing else is. */
export function takeForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formLimit },
    async (_: FastifyRequest, body: string) => {
      const form = Object.fromEntries(new URLSearchParams(body))
      refuseUnstorable(form)
      return form
    },
  )
  // How a mail program unsubscribes somebody by one click (RFC 8058, 3.2); what else it says is not looked at.
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'string', bodyLimit: formLimit },
    async (_: FastifyRequest, body: string) =>
      /name="?List-Unsubscribe"?\r?\n\r?\nOne-Click\r?\n/.test(body)
        ? { 'List-Unsubscribe': 'One-Click' }
        : {},
  )
}

/** What the fields of the form were filled in with. */
export function formOf({ body }: FastifyRequest): Readonly<Record<string, string>> {
  return (body ?? {}) as Readonly<Record<string, string>>
}

export interface Question {
  name: string
  label: string
  /** After the label. */
  hint?: string | false
  required?: boolean | undefined
  /** What is amiss with the answer, which is told to who does not see it, too. */
  error?: string | undefined
}

/** One field of a form; `input` writes it with these attributes. */
export function question(asked: Question, input: (attributes: Html) => Html): Html {
  return html`<label for="${asked.name}">${worded(asked)}</label>
${input(attributesOf(asked))}
${errorOf(asked)}`
}

/** A box to tick. */
export function box(asked: Question, isTicked = false): Html {
  return html`<p><label class="check"><input type="checkbox" value="yes" ${attributesOf(asked)}${isTicked && html` checked`}> <span class="text">${worded(asked)}</span></label></p>
${errorOf(asked)}`
}

const worded = ({ label, hint }: Question) =>
  html`${label}${hint && html` <span class="quiet">(${hint})</span>`}`

const attributesOf = ({ name, required, error }: Question) =>
  html`id="${name}" name="${name}"${required && html` required`}${error && html` aria-invalid="true" aria-describedby="${name}-error"`}`

const errorOf = ({ name, error }: Question) => error && html`<p class="error" id="${name}-error">${error}</p>`
