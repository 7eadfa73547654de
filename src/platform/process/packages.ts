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
  /** The hash of what the registry gave, as npm notes it (`sha512-…`). */
  integrity: string | null
  /** Whether the product names it itself. */
  direct: boolean
  /** The packages that it uses here, by `keyOf`. */
  needs: readonly string[]
}

export const keyOf = ({ name, version }: Pick<Package, 'name' | 'version'>) => `${name}@${version}`

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

const names = z.record(z.string(), z.string()).default({})

const manifest = z.object({ dependencies: names, optionalDependencies: names })

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
      integrity: z.string().optional(),
      dependencies: names,
      optionalDependencies: names,
      peerDependencies: names,
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
  const keys = new Map(found.map(({ path, ...one }) => [path, keyOf(one)]))
  const own = manifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  const direct = new Set(keysOf('', own, keys))
  const all = await Promise.all(
    found.map(async ({ path, name, version, license, dev, devOptional, integrity, ...needing }) => ({
      name,
      version,
      licence: license ?? (await licenceIn(join(root, path))),
      development: dev === true || devOptional === true,
      installedAt: await changedAt(join(root, path, 'package.json')),
      integrity: integrity ?? null,
      direct: direct.has(keyOf({ name, version })),
      needs: keysOf(
        path,
        { ...needing, dependencies: { ...needing.dependencies, ...needing.peerDependencies } },
        keys,
      ),
    })),
  )
  const each = new Map(all.map((one) => [keyOf(one), one]))
  return [...each.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** What a package in this folder finds by the names that it asks for, as Node looks for them: in its folder, then above. */
function keysOf(
  folder: string,
  { dependencies, optionalDependencies }: z.output<typeof manifest>,
  keys: ReadonlyMap<string, string>,
): string[] {
  const places = [folder]
  for (let at = folder; at !== ''; ) {
    const above = at.lastIndexOf('/node_modules/')
    at = above < 0 ? '' : at.slice(0, above)
    places.push(at)
  }
  return Object.keys({ ...dependencies, ...optionalDependencies }).flatMap((name) => {
    for (const place of places) {
      const key = keys.get(`${place === '' ? '' : `${place}/`}node_modules/${name}`)
      if (key !== undefined) return key
    }
    return []
  })
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
