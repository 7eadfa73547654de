import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

export interface OwnProcess {
  pid: number
  parent: number
  kind: 'main' | 'store' | 'postmaster' | 'backend'
}

/**
 * The processes of the product that runs, or ran, on this data directory, whoever their parent is by now: told by the
 * directory in their environment, or by the cluster as their working directory. Reads /proc, so Linux only.
 */
export function processesOf(data: string): OwnProcess[] {
  const cluster = clusterOf(data)
  const found = readdirSync('/proc').flatMap((name) => {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) return []
    try {
      const cwd = readlinkSync(`/proc/${pid}/cwd`)
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      // Also while the cluster is being made, beside its place.
      const isPostgres = cwd === cluster || cwd === `${cluster}.new`
      const own =
        isPostgres ||
        (/\bnode\b/.test(command) &&
          readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`HINDSIGHT_DATA=${data}`))
      if (!own) return []
      const { parent, state } = statusOf(pid)
      return state === 'Z' ? [] : [{ pid, parent, command, isPostgres }]
    } catch {
      // It ended while we looked.
      return []
    }
  })
  const servers = new Set(found.filter(({ isPostgres }) => isPostgres).map(({ pid }) => pid))
  return found.map(({ pid, parent, command, isPostgres }) => {
    if (isPostgres) return { pid, parent, kind: servers.has(parent) ? 'backend' : 'postmaster' }
    return { pid, parent, kind: command.includes('event-store.js') ? 'store' : 'main' }
  })
}

/** Where the cluster is: beside the data, or where an unprivileged server can reach it. */
export function clusterOf(data: string): string {
  const cluster = join(data, 'postgres', 'cluster')
  try {
    return realpathSync(cluster)
  } catch {
    return cluster
  }
}

function statusOf(pid: number): { parent: number; state: string } {
  // The name in brackets may hold anything, brackets too.
  const [state = '', parent = '0'] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return { state, parent: Number(parent) }
}
