import { failed } from '../../../ui/notices.ts'

/** Says why where it did not work. */
export function attempt(work: Promise<unknown>, what: string): void {
  work.catch((error: unknown) => failed(what, error))
}
