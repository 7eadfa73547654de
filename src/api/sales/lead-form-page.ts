import type { FormField, LeadFormState } from '../../domain/sales/lead-form.ts'
import { countries } from '../../domain/values/country.ts'
import { type Html, html } from '../http/html.ts'
import { box, question } from '../http/public-form.ts'
import { type PublicPage, saidPage } from '../http/public-page.ts'
import { words } from './lead-form-page-words.ts'
import { workBits, workScript } from './proof-of-work.ts'

/** The field that people do not see. */
export const trap = 'fax'

/** What of a form was sent so far, and which fields are not right, and why. */
export interface Filled {
  values: Readonly<Record<string, string>>
  errors: Readonly<Record<string, string>>
  /** Over all of it. */
  said: string | undefined
}

type Name = FormField | 'first' | 'last'

const kinds: Readonly<Record<Name, Html>> = {
  first: html`autocomplete="given-name"`,
  last: html`autocomplete="family-name"`,
  email: html`type="email" inputmode="email" autocomplete="email"`,
  phone: html`type="tel" inputmode="tel" autocomplete="tel"`,
  company: html`autocomplete="organization"`,
  country: html`autocomplete="country"`,
  postcode: html`autocomplete="postal-code"`,
  productInterest: html``,
  subject: html``,
  message: html`rows="5"`,
}

interface Asked {
  address: string
  token: string
  filled: Filled
  /** What is chosen beside it. */
  times?: Html
}

export const nothingFilled: Filled = { values: {}, errors: {}, said: undefined }

export function formPage(form: LeadFormState, of: Asked): PublicPage {
  const { language, title, sites } = form
  const body = html`<h1>${title}</h1>
${formIn(form, of)}`
  return { status: of.filled.said ? 422 : 200, language, title, body, sites, script: workScript }
}

/** A form as it stands in a page, under whatever it is headed by there. */
export function formIn(form: LeadFormState, { address, token, filled, times }: Asked): Html {
  const { language, intro, consent } = form
  const said = words[language]
  const asks: { field: Name; required: boolean }[] = [
    { field: 'first', required: false },
    { field: 'last', required: true },
    ...form.asks,
  ]
  return html`${intro !== null && html`<p class="text">${intro}</p>`}
<form method="post" action="${address}" data-bits="${workBits}" novalidate>
${filled.said && html`<p role="alert" class="error">${filled.said}</p>`}
${times}
${asks.map((ask) => asked(ask, form, filled))}
${
  consent &&
  box(
    {
      name: 'consent',
      label: consent.text,
      hint: !consent.required && said.optional,
      required: consent.required,
      error: filled.errors.consent,
    },
    filled.values.consent !== undefined,
  )
}
<p class="trap" aria-hidden="true"><label>${said.empty} <input name="${trap}" tabindex="-1" autocomplete="off"></label></p>
<input type="hidden" name="token" value="${token}">
<input type="hidden" name="work" value="">
<p class="actions"><button class="main" type="submit">${said.send}</button></p>
</form>`
}

function asked(
  { field, required }: { field: Name; required: boolean },
  { language }: LeadFormState,
  { values: { [field]: value = '' }, errors }: Filled,
): Html {
  const said = words[language]
  const about = {
    name: field,
    label: said.labels[field],
    hint: !required && said.optional,
    required,
    error: errors[field],
  }
  return question(about, (attributes) => {
    const all = html`${attributes} ${kinds[field]}`
    if (field === 'message') return html`<textarea ${all}>${value}</textarea>`
    if (field === 'country')
      return html`<select ${all}><option value="">${said.choose}</option>${options(language, value)}</select>`
    return html`<input ${all} value="${value}">`
  })
}

function options(language: string, chosen: string): Html[] {
  const names = new Intl.DisplayNames([language], { type: 'region' })
  return countries
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((one, other) => one.name.localeCompare(other.name, language))
    .map(
      ({ code, name }) => html`<option value="${code}"${code === chosen && html` selected`}>${name}</option>`,
    )
}

export function thanksPage(form: LeadFormState): PublicPage {
  const next = form.confirm ? [words[form.language].confirmNext] : []
  return saidPage(form, form.title, form.thanks, ...next)
}

/** Nothing is confirmed by looking: programs that look into letters open what they find there. */
export function confirmPage({ language }: LeadFormState, address: string): PublicPage {
  const { title, text, send } = words[language].confirm
  const body = html`<h1>${title}</h1>
<p>${text}</p>
<form method="post" action="${address}"><p class="actions"><button class="main" type="submit">${send}</button></p></form>`
  return { language, title, body }
}

export function confirmedPage({ language }: LeadFormState): PublicPage {
  const { title, done } = words[language].confirm
  return saidPage({ language }, title, done)
}

export function closedPage(form: LeadFormState): PublicPage {
  const { title, text } = words[form.language].closed
  return saidPage({ ...form, status: 410 }, title, text)
}

/** There is no such form, or nothing of it to confirm. */
export function unknownPage(language: keyof typeof words): PublicPage {
  const { title, text } = words[language].unknown
  return saidPage({ status: 404, language }, title, text)
}
