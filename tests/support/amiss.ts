import type { Answer, Checker } from './described.ts'

/** What the descriptions of the API do not say of answers that this process gave or got, in words. A hook looks after each test. */
export const amiss: string[] = []

export function note(answer: Answer, check: Checker): void {
  const undeclared = check(answer)
  if (undeclared === undefined) return
  const { method, path, status } = answer
  amiss.push(`${method} ${path} answers ${status} with what its description does not have: ${undeclared}`)
}
