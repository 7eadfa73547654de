import { z } from 'zod'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** Where somebody stands towards the deal. */
export const stance = z.enum(['supporter', 'neutral', 'opponent']).register(vocabulary, { id: 'Stance' })

/** Somebody on the buyer's side who has a say in a deal. */
export const keyPlayer = z
  .object({
    contactId: uuid,
    /** What part they play, as its list called it then; null: not known. */
    role: line(60).nullable(),
    stance: stance.nullable(),
  })
  .register(vocabulary, { id: 'KeyPlayer' })

export type KeyPlayer = z.output<typeof keyPlayer>

/** Of one deal. */
export const mostPlayers = 50

/** The key players after a change, in the order in which they became known. */
export const playersAfter = {
  set: (players: readonly KeyPlayer[], player: KeyPlayer): KeyPlayer[] =>
    players.some(({ contactId }) => contactId === player.contactId)
      ? players.map((one) => (one.contactId === player.contactId ? player : one))
      : [...players, player],
  removed: (players: readonly KeyPlayer[], { contactId }: { contactId: string }): KeyPlayer[] =>
    players.filter((one) => one.contactId !== contactId),
}
