import { type EmailAsked, msgid } from '../../../domain/activities/email.ts'
import { email as emailAddress } from '../../../domain/values/email.ts'
import type { Message, Named } from '../../../platform/mail/message.ts'

/** The head of a message as it is asked to be kept. */
export function headOf({ from, to, cc, msgid: own, inReplyTo, references }: Message): EmailAsked {
  const boxes = (all: readonly Named[]) =>
    all
      .flatMap(({ name, address }) => {
        const { data } = emailAddress.safeParse(address)
        return data === undefined ? [] : [{ name, address: data }]
      })
      .slice(0, 50)
  const valid = (ids: readonly string[]) => ids.filter((one) => msgid.safeParse(one).success)
  const said = valid(references)
  return {
    from: boxes(from ? [from] : [])[0] ?? null,
    to: boxes(to),
    cc: boxes(cc),
    msgid: valid(own === null ? [] : [own])[0] ?? null,
    inReplyTo: valid(inReplyTo)[0] ?? null,
    // The first began it, and the last is what it answers.
    references: [...said.slice(0, 1), ...said.slice(1).slice(-19)],
  }
}
