import type { MailStore } from '../../platform/mail/mail-store.ts'
import type { Clock } from '../../platform/process/clock.ts'

/** So many accounts elsewhere are read at once. */
const parallel = 4

/** Reads accounts elsewhere, a few at a time; what has not begun when the signal comes does not begin. */
export async function fewAtOnce<T>(
  all: readonly T[],
  signal: AbortSignal | undefined,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const left = all.values()
  const worker = async () => {
    for (const one of left) {
      if (signal?.aborted) return
      await work(one)
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
}

/** Whether an account is read now, or waits because it has failed. */
export async function isDue(
  id: string,
  { mail, clock }: { mail: { mailStore: Pick<MailStore, 'standing'> }; clock: Clock },
): Promise<boolean> {
  const { nextAt } = await mail.mailStore.standing(id)
  return nextAt === null || nextAt <= clock()
}
