import { z } from 'zod'
import { placeOf } from '../../commands/activities/outgoing-mail.ts'
import type { Execute } from '../../commands/execute.ts'
import { reachedOf } from '../../commands/marketing/reached.ts'
import { sendingRulesNow } from '../../commands/marketing/sending-policy.ts'
import type { OutgoingMailState } from '../../domain/activities/outgoing-mail.ts'
import { mailingRecipient } from '../../domain/marketing/mailing-recipient.ts'
import { measures } from '../../domain/marketing/sending.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { asPage, asText } from '../../platform/papers/markup.ts'
import type { Signing } from '../../platform/people/signing.ts'

/** What is behind the links of a mailing: of whom, and of one that is counted, where it leads. */
const ofRecipient = z.object({ r: uuid })
const followed = z.object({ r: uuid, to: z.url({ protocol: /^https?$/ }).max(2_000) })

export const mailingLinks = (signing: Signing) => ({
  own: signing('mailing', ofRecipient),
  seen: signing('mailing-open', ofRecipient),
  counted: signing('mailing-click', followed),
  /** By what a web site of ours knows whoever has followed a link of their own to it. */
  visitor: signing('web-visitor', z.object({ model: z.enum(['contact', 'lead']), id: uuid })),
})

export const mailingPaths = {
  unsubscribe: '/m/unsubscribe',
  preferences: '/m/preferences',
  follow: '/m/go',
  seen: '/m/seen.gif',
} as const

/**
 * A mail as it is handed in. One that goes to many says in its head how to get no more of it (RFC 2369, RFC 8058) and in its text,
 * and leads by links of each one's own. Undefined: these would lead nowhere, because nobody has said where we are.
 */
export async function mailOf(
  { execute, signing, publicUrl }: { execute: Execute; signing: Signing; publicUrl: string | undefined },
  { recipientId, body }: Pick<OutgoingMailState, 'recipientId' | 'body'>,
): Promise<{ text: string; page?: string; headers?: Record<string, string> } | undefined> {
  if (recipientId === null) return { text: body }
  if (publicUrl === undefined) return undefined
  const whom = await execute.load(mailingRecipient, recipientId)
  if (!whom) return undefined
  const links = mailingLinks(signing)
  const at = (path: string, token: string) => new URL(`${path}?link=${token}`, publicUrl).href
  const token = links.own.tokenOf({ r: recipientId })
  const unsubscribe = at(mailingPaths.unsubscribe, token)
  const preferences = at(mailingPaths.preferences, token)
  const model = whom.contactId === null ? 'lead' : 'contact'
  const person = await reachedOf({ model, id: whom.contactId ?? whom.leadId ?? '' }, execute)
  const rules = await sendingRulesNow(execute)
  const isCounted = person !== undefined && measures(person, rules.clicks)
  const isSeen = person !== undefined && measures(person, rules.opens)
  // Whoever wrote it may have forgotten; nobody who gets it is to look for it.
  const whole = body.includes(placeOf.unsubscribe) ? body : `${body}\n\n[Unsubscribe](${placeOf.unsubscribe})`
  const own = (text: string) =>
    text.replaceAll(placeOf.unsubscribe, unsubscribe).replaceAll(placeOf.preferences, preferences)
  const isOwn = (url: string) => url === placeOf.unsubscribe || url === placeOf.preferences
  return {
    text: own(asText(whole)),
    page: asPage(whole, {
      language: (person as { language?: string | null } | undefined)?.language ?? 'en',
      addressOf: (url) => {
        if (isOwn(url)) return own(url)
        return isCounted ? at(mailingPaths.follow, links.counted.tokenOf({ r: recipientId, to: url })) : url
      },
      pixel: isSeen ? at(mailingPaths.seen, links.seen.tokenOf({ r: recipientId })) : undefined,
    }),
    headers: {
      'List-Unsubscribe': `<${unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  }
}
