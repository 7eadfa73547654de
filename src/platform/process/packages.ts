import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** A package of others that is installed here. */
export interface Package {
  name: string
  version: string
  /** As the package says it (SPDX); null where it says nothing. */
  licence: string | null
  /** Only for building and testing. */
  development: boolean
  /** When it was put here, ISO-8601 UTC; when it was published only the registry knows. */
  installedAt: string | null
}

/** A weakness that the registry knows of, and the versions of the package here that it named it for. */
export interface Advisory {
  package: string
  versions: readonly string[]
  severity: 'critical' | 'high' | 'moderate' | 'low' | 'info'
  title: string
  /** The versions that have it, as a semver range. */
  range: string
  url: string | null
}

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      license: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
})

/** The packages under a project's folder, by name and version, as npm has noted what it installed. */
export async function installedPackages(root: string): Promise<readonly Package[]> {
  const text = await readFile(join(root, 'node_modules', '.package-lock.json'), 'utf8')
  const { packages } = lock.parse(JSON.parse(text))
  const found = Object.entries(packages).flatMap(([path, { name = nameIn(path), version, link, ...rest }]) =>
    version === undefined || link ? [] : [{ path, name, version, ...rest }],
  )
  const all = await Promise.all(
    found.map(async ({ path, name, version, license, dev, devOptional }) => ({
      name,
      version,
      licence: license ?? (await licenceIn(join(root, path))),
      development: dev === true || devOptional === true,
      installedAt: await changedAt(join(root, path, 'package.json')),
    })),
  )
  const each = new Map(all.map((one) => [`${one.name}@${one.version}`, one]))
  return [...each.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** `node_modules/a/node_modules/@b/c` is `@b/c`. */
function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

async function licenceIn(folder: string): Promise<string | null> {
  try {
    const said = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { license?: unknown }
    return typeof said.license === 'string' ? said.license : null
  } catch {
    return null
  }
}

async function changedAt(file: string): Promise<string | null> {
  return stat(file).then(
    ({ mtime }) => mtime.toISOString(),
    () => null,
  )
}

const answer = z.record(
  z.string(),
  z.array(
    z.object({
      severity: z.enum(['critical', 'high', 'moderate', 'low', 'info']).catch('moderate'),
      title: z.string(),
      vulnerable_versions: z.string(),
      url: z.string().optional(),
    }),
  ),
)

/** No answer after this many ms, or a longer one than this many bytes, is none. */
const patience = 20_000
const longest = 8 * 1024 * 1024

/**
 * What a registry knows of weaknesses in these packages, by the request that `npm audit` makes: names and versions go
 * out, nothing else does. @throws Error when it cannot be reached or says something else.
 */
export async function askAdvisories(
  registry: string,
  packages: readonly Pick<Package, 'name' | 'version'>[],
): Promise<readonly Advisory[]> {
  const versions = new Map<string, string[]>()
  for (const { name, version } of packages) versions.set(name, [...(versions.get(name) ?? []), version])
  const reply = await fetch(new URL('-/npm/v1/security/advisories/bulk', withSlash(registry)), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(Object.fromEntries(versions)),
    // The operator named this place and no other.
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  })
  if (!reply.ok) {
    await reply.body?.cancel()
    throw new Error(`it answered ${reply.status}`)
  }
  const found = answer.parse(JSON.parse(await textOf(reply)))
  return Object.entries(found).flatMap(([name, advisories]) =>
    advisories.map(({ severity, title, vulnerable_versions: range, url }) => ({
      package: name,
      versions: versions.get(name) ?? [],
      severity,
      title,
      range,
      url: url?.startsWith('https://') ? url : null,
    })),
  )
}

async function textOf(reply: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of reply.body ?? []) {
    size += part.byteLength
    if (size > longest) throw new Error('its answer is too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
