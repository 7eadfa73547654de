import type { Parts } from '../features/feature.ts'
import { readQuarantine } from '../projections/quarantine.ts'
import { features, processManagers } from '../registry.ts'
import { type RunningSagas, runSagas } from '../sagas/run.ts'
import type { OpenLog } from './log.ts'

/** The process managers, and what they call outside. */
export function openReactions(
  { plain, codec }: OpenLog,
  parts: Parts,
  { onTakenOver }: { onTakenOver: (() => void) | undefined },
): Promise<RunningSagas> {
  const { pg, execute, clock, log } = parts
  const effects = features.flatMap((one) =>
    Object.entries(one.effects).map(([type, of]) => [type, of(parts)] as const),
  )
  return runSagas({
    pg,
    store: plain,
    codec,
    managers: processManagers,
    setAside: () => readQuarantine(plain, codec),
    execute,
    effects: Object.fromEntries(effects),
    clock,
    log,
    onTakenOver,
  })
}
