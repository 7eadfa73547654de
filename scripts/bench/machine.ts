import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sample } from './sample.ts'

/** As much of the machine as tells how to read the figures. */
export function describeMachine(): string {
  return `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB memory, Node ${process.versions.node}`
}

/** A share of the cores that others may use without being in the way. */
const quiet = 0.25
const patienceMs = 5_000

let hurried = 0

/** How often a round began although others were using the machine. */
export function hurriedRounds(): number {
  return hurried
}

/** Waits a little for a machine that others use to become quiet. */
export async function calm(): Promise<void> {
  const until = performance.now() + patienceMs
  while ((await busyShare(200)) > quiet) {
    if (performance.now() < until) continue
    hurried++
    return
  }
}

async function busyShare(ms: number): Promise<number> {
  const before = times()
  await sleep(ms)
  const after = times()
  return (after.busy - before.busy) / Math.max(1, after.all - before.all)
}

function times() {
  let busy = 0
  let all = 0
  for (const { times: of } of cpus()) {
    const used = of.user + of.nice + of.sys + of.irq
    busy += used
    all += used + of.idle
  }
  return { busy, all }
}

/** Resident memory of a process in MiB; undefined where the system does not tell. */
export function residentMiB(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
  } catch {
    return undefined
  }
}

/** The process and all it has started, in turn. */
export function processTree(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
    return [pid, ...children.filter(Boolean).flatMap((child) => processTree(Number(child)))]
  } catch {
    return [pid]
  }
}

/** Of the processes below and including `pid`, those that run Node. */
export function nodeProcesses(pid: number): number[] {
  return processTree(pid).filter((one) => {
    try {
      return readFileSync(`/proc/${one}/cmdline`, 'utf8').split('\0')[0]?.endsWith('node')
    } catch {
      return false
    }
  })
}

/** CPU time that processes have used, with that of the children they have outlived, in ms; undefined where unknown. */
export function cpuMilliseconds(pids: readonly number[]): number | undefined {
  let ticks = 0
  for (const pid of pids) {
    try {
      // The second field may hold spaces; what follows it are numbers: utime, stime, cutime, cstime are 14 to 17.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      for (const field of fields.slice(11, 15)) ticks += Number(field)
    } catch {
      if (process.platform !== 'linux') return undefined
    }
  }
  return ticks * 10
}

/** Waits until these processes have used less than a tenth of a core for three seconds. */
export async function atRest(pids: () => readonly number[]): Promise<void> {
  for (let idle = 0, before = cpuMilliseconds(pids()); idle < 3; ) {
    await sleep(1000)
    const now = cpuMilliseconds(pids())
    idle = now === undefined || before === undefined || now - before < 100 ? idle + 1 : 0
    before = now
  }
}

/** Process ids by what they do. */
export type Parts = Readonly<Record<string, readonly number[]>>

/** The processes of a running product: the one that serves, the event store, and those of Postgres. */
export function partsOf(pid: number): Parts {
  const [main = pid, ...others] = processTree(pid)
  const nodes = new Set(nodeProcesses(pid))
  return {
    main: [main],
    store: others.filter((one) => nodes.has(one)),
    postgres: others.filter((one) => !nodes.has(one)),
  }
}

/** Runs `work` and adds the CPU time that these processes used meanwhile. */
export async function withCpu<S extends Sample>(parts: () => Parts, work: () => Promise<S>): Promise<S> {
  const used = () => Object.entries(parts()).map(([name, pids]) => [name, cpuMilliseconds(pids)] as const)
  const before = new Map(used())
  const sample = await work()
  const cpu = Object.fromEntries(
    used().flatMap(([name, ms]) => (ms === undefined ? [] : [[name, ms - (before.get(name) ?? 0)]])),
  )
  return { ...sample, cpu }
}
