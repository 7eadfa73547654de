import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** As much of the machine as tells how to read the figures. */
export function describeMachine(): string {
  return `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB memory, Node ${process.versions.node}`
}

/** A share of the cores that others may use without being in the way. */
const quiet = 0.25
const patienceMs = 8_000

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
