import { conversation } from '../../domain/activities/conversation.ts'
import type { Asking } from '../command.ts'

/** There is one conversation of one of our numbers with another. */
export const smsConversationClaim = (numberId: string, number: string) => ({
  kind: 'conversation-number',
  value: `${numberId} ${number}`,
})

/** Whether whoever has a number wants no texts from one of ours. */
export async function hasOptedOut(
  numberId: string,
  number: string,
  { holder, load }: Pick<Asking, 'holder' | 'load'>,
): Promise<boolean> {
  const id = await holder(smsConversationClaim(numberId, number))
  return id !== undefined && (await load(conversation, id))?.optedOut !== undefined
}
