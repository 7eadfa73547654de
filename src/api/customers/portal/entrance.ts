import { DomainError } from '../../../domain/error.ts'
import { password } from '../../../domain/identity/password.ts'
import { email } from '../../../domain/values/email.ts'
import { fullName } from '../../../domain/values/person-name.ts'
import { html } from '../../http/html.ts'
import { formOf, question } from '../../http/public-form.ts'
import { type PublicPage, parameterOf } from '../../http/public-page.ts'
import { originOf } from '../../identity/browser.ts'
import { type Asking, brand, type PortalShell, portalPath } from './shell.ts'
import type { PortalSignIns } from './sign-ins.ts'

const path = portalPath

/** The way in and out: by a password, by a link to one's mailbox, and by an invitation (COL-01). */
export function entrancePages(shell: PortalShell, signIns: PortalSignIns) {
  const { stranger, within } = shell

  function signInPage(
    asked: Asking,
    filled: { email?: string; wrong?: boolean; note?: string } = {},
  ): PublicPage {
    const { language, said, seller } = asked
    const { email: typed = '', wrong = false, note } = filled
    return {
      status: wrong ? 422 : 200,
      language,
      title: `${said.signIn}, ${said.title}`,
      signedIn: true,
      body: html`<p>${brand(seller, said)}</p>
<h1>${said.title}</h1>
${note !== undefined && html`<p class="said" role="status">${note}</p>`}
<form method="post" action="${path}/sign-in">
${question({ name: 'email', label: said.email, required: true }, (attributes) => html`<input ${attributes} type="email" autocomplete="username" maxlength="254" value="${typed}">`)}
${question({ name: 'password', label: said.password, required: true, error: wrong ? said.wrong : undefined }, (attributes) => html`<input ${attributes} type="password" autocomplete="current-password" maxlength="200"${wrong && html` autofocus`}>`)}
<p class="actions"><button class="main" type="submit">${said.signIn}</button></p>
</form>
<form method="post" action="${path}/link">
<h2>${said.noPassword}</h2>
${question({ name: 'mailbox', label: said.email, required: true }, (attributes) => html`<input ${attributes} type="email" autocomplete="username" maxlength="254" value="${typed}">`)}
<p class="actions"><button type="submit">${said.sendLink}</button></p>
</form>`,
    }
  }

  /** Whoever looks at links follows this one, too: it is used by who presses a button. */
  function enterPage(
    asked: Asking,
    {
      name,
      token,
      isInvitation,
      error,
    }: { name: string; token: string; isInvitation: boolean; error?: string },
  ): PublicPage {
    const { language, said, seller } = asked
    const hidden = html`<input type="hidden" name="link" value="${token}">`
    const bare = html`<form method="post" action="${path}/enter">${hidden}
<p class="actions"><button${!isInvitation && html` class="main"`} type="submit">${isInvitation ? said.withoutAct : said.enterAct}</button></p></form>`
    return {
      status: error === undefined ? 200 : 422,
      language,
      title: said.title,
      signedIn: true,
      body: html`<p>${brand(seller, said)}</p>
<h1>${said.welcome(name)}</h1>
${
  isInvitation
    ? html`<form method="post" action="${path}/enter">${hidden}
<p>${said.choose}</p>
${question({ name: 'password', label: said.password, required: true, error }, (attributes) => html`<input ${attributes} type="password" autocomplete="new-password" maxlength="200">`)}
<p class="actions"><button class="main" type="submit">${said.chooseAct}</button></p></form>
<p>${said.without}</p>
${bare}`
    : bare
}`,
    }
  }

  return [
    {
      method: 'GET' as const,
      path: `${path}/sign-in`,
      open: stranger(async (asked) => signInPage(asked)),
    },
    {
      method: 'POST' as const,
      path: `${path}/sign-in`,
      open: stranger(async (asked) => {
        const form = formOf(asked.request)
        const known = email.safeParse(form.email ?? '').data
        const origin = originOf(asked.request)
        const opened =
          known === undefined
            ? undefined
            : await signIns.withPassword(known, (form.password ?? '').slice(0, 200), origin)
        if (!opened) return signInPage(asked, { email: form.email ?? '', wrong: true })
        shell.enter(opened, asked)
        return asked.reply.redirect(path, 303)
      }),
    },
    {
      method: 'POST' as const,
      path: `${path}/link`,
      open: stranger(async (asked) => {
        const { mailbox = '' } = formOf(asked.request)
        const known = email.safeParse(mailbox).data
        if (known !== undefined) await signIns.askForLink(known, originOf(asked.request))
        return signInPage(asked, { email: mailbox, note: asked.said.linkSent })
      }),
    },
    {
      method: 'GET' as const,
      path: `${path}/enter`,
      open: stranger(async (asked) => {
        const token = parameterOf(asked.request, 'link') ?? ''
        const found = await signIns.behind(token)
        if (!found) return { ...signInPage(asked, { note: asked.said.over }), status: 410 }
        const { name } = found.state
        return enterPage(asked, { name: fullName(name), token, isInvitation: found.link.isInvitation })
      }),
    },
    {
      method: 'POST' as const,
      path: `${path}/enter`,
      open: stranger(async (asked) => {
        const { link: token = '', password: typed } = formOf(asked.request)
        const over = () => ({ ...signInPage(asked, { note: asked.said.over }), status: 410 })
        const found = await signIns.behind(token)
        if (!found) return over()
        const origin = originOf(asked.request)
        const again = (error: string) =>
          enterPage(asked, { name: fullName(found.state.name), token, isInvitation: true, error })
        const chosen = typed === undefined ? undefined : password.safeParse(typed)
        if (chosen && !chosen.success) return again(chosen.error.issues[0]?.message ?? asked.said.missing)
        try {
          // Too weak, it is told before the link is used up.
          if (chosen) await signIns.mustBeStrong(found, chosen.data)
        } catch (error) {
          if (error instanceof DomainError) return again(error.message)
          throw error
        }
        const opened = await signIns.withLink(found, origin)
        if (!opened) return over()
        const customer = chosen && (await signIns.authenticate(opened.token))
        const session = customer && chosen ? await signIns.setPassword(customer, chosen.data, origin) : opened
        shell.enter(session, asked)
        return asked.reply.redirect(path, 303)
      }),
    },
    {
      method: 'POST' as const,
      path: `${path}/sign-out`,
      open: within(async ({ customer, ...asked }) => {
        await signIns.end({ id: customer.sessionId })
        shell.leave(asked)
        return asked.reply.redirect(`${path}/sign-in`, 303)
      }),
    },
  ]
}
