import type { Reaction, Send } from './process-manager.ts'

/** The one of its kind that counts unless another is named. */
export interface Default {
  id: string
}

/** At most one is the default: to the one that gives way to another is sent that it is `none` any more. */
export function handedOver(before: Default | undefined, id: string, none: Send): Reaction<Default> {
  const isAnother = before !== undefined && before.id !== id
  return { state: { id }, send: isAnother ? [{ ...none, id: before.id }] : [] }
}
