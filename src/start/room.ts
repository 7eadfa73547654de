/** Ends what was opened; requests under way that take longer than `patience` ms are cut. */
export type Stop = (patience?: number) => Promise<void>

/** Says how something that was just opened ends. */
export type Later = (end: (patience: number) => unknown) => void

/**
 * Opens parts one after the other, and gives them with how to stop them: the last first. Where one cannot be opened,
 * those before it are closed again.
 */
export async function room<T extends object>(
  open: (later: Later) => Promise<T>,
): Promise<T & { stop: Stop }> {
  const ending: ((patience: number) => unknown)[] = []
  const stop: Stop = async (patience = 10_000) => {
    for (const end of ending.splice(0).reverse()) await end(patience)
  }
  try {
    return { ...(await open((end) => void ending.push(end))), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
