import { conflict } from './error.ts'

/** The state of a record that may be withdrawn; absent as long as it stands. */
export interface Withdrawable {
  withdrawn?: true
}

export const isWithdrawn = (state: unknown): boolean =>
  (state as Withdrawable | undefined)?.withdrawn === true

/** Refuses to do anything with a record that was withdrawn, but what is asked again. */
export function mustStand(name: string, state: unknown): void {
  if (isWithdrawn(state))
    conflict(`${name}.withdrawn`, `What made this ${name} was undone: it is there no more.`)
}
