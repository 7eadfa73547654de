import { notifications } from '@mantine/notifications'
import { Problem } from '../api/problem.ts'

/** Says that something worked. Short: the screen itself shows the result. */
export function done(message: string): void {
  notifications.show({ message, color: 'green', withBorder: true, autoClose: 4000 })
}

/** Says what did not work, what was kept and what to do. */
export function failed(what: string, error: unknown): void {
  notifications.show({
    title: what,
    message: reasonOf(error),
    color: 'red',
    withBorder: true,
    autoClose: 10_000,
    role: 'alert',
  })
}

export function reasonOf(error: unknown): string {
  if (error instanceof Problem) {
    const fields = error.fields
      .map(({ message }) => message)
      .filter((message) => !error.message.includes(message))
    return [error.message, ...fields].join(' ')
  }
  return error instanceof Error ? error.message : String(error)
}

/** What stands in a form that was refused: of what was no refusal, the reason. */
export function problemOf(error: unknown): Problem {
  return error instanceof Problem
    ? error
    : new Problem({ status: 0, code: 'unknown', title: reasonOf(error) })
}
