import type { Reporter } from 'vitest/node'

const shown = 10

/** Tells at the end what costs most CPU: one slow file is seen by nobody, the next hundred are by everybody. */
export const costs: Reporter = {
  onTestRunEnd(modules) {
    const files = modules
      .map((file) => ({ name: file.relativeModuleId, cpu: file.meta().cpu ?? 0 }))
      .toSorted((a, b) => b.cpu - a.cpu)
    if (files.length < shown && process.env.HINDSIGHT_FIGURES === undefined) return
    const rooms = new Map<string, { cpu: number; files: number }>()
    for (const { name, cpu } of files) {
      const room = name.split('/').slice(0, -1).slice(0, 2).join('/')
      const of = rooms.get(room) ?? { cpu: 0, files: 0 }
      rooms.set(room, { cpu: of.cpu + cpu, files: of.files + 1 })
    }
    const line = (cpu: number, name: string) => `  ${cpu.toFixed(1).padStart(6)} s  ${name}`
    console.log(
      [
        `CPU by room, without PostgreSQL:`,
        ...[...rooms]
          .toSorted(([, a], [, b]) => b.cpu - a.cpu)
          .map(([room, of]) => line(of.cpu, `${room} (${of.files})`)),
        `The ${shown} costliest files:`,
        ...files.slice(0, shown).map(({ name, cpu }) => line(cpu, name)),
        '',
      ].join('\n'),
    )
  },
}
