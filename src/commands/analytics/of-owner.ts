import { refuse } from '../../domain/error.ts'
import { keyOf, mayAct } from '../../platform/people/permissions.ts'
import type { Asking } from '../command.ts'

/** What others find is not theirs to change: only whose it is, or who acts for them, passes. */
export const ofOwner =
  (model: string, message: string) =>
  <Body>(
    body: Body,
    { id, state, principal }: Pick<Asking<{ ownerId: string }>, 'id' | 'state' | 'principal'>,
  ) => {
    if (!mayAct(principal.keys, model, id, [keyOf.user(state.ownerId)])) refuse(`${model}.not-yours`, message)
    return body
  }
