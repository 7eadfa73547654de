import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** What a file imports: a path under the root, or the name of a package. */
export interface Import {
  target: string
  /** Gone when the program runs. */
  typeOnly: boolean
}

/** TypeScript files under a folder, as paths in it. */
export function sourcesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
}

/** What stands at the top of a file; `import(...)`, which loads later, is left out. */
export function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/^(?:(?:import|export)( type)?\s[^'"=]*?from|import) '([^']+)'/gms)].map(
    (match) => ({
      typeOnly: match[1] !== undefined,
      target: match[2]?.startsWith('.')
        ? relative(root, resolve(dirname(join(root, file)), match[2]))
        : (match[2] ?? ''),
    }),
  )
}

/** Files that import each other in a circle, be it for types only, each circle once (Tarjan's components). */
export function circlesIn(root: string, files: readonly string[]): string[][] {
  const known = new Set(files)
  const targets = new Map(
    files.map((file) => [
      file,
      importsOf(root, file)
        .filter(({ target }) => known.has(target))
        .map(({ target }) => target),
    ]),
  )
  const circles: string[][] = []
  const order = new Map<string, number>()
  const path: string[] = []
  /** @returns how far back in the path one gets from here. */
  function visit(file: string): number {
    const own = order.size
    order.set(file, own)
    path.push(file)
    let back = own
    for (const target of targets.get(file) ?? []) {
      if (!order.has(target)) back = Math.min(back, visit(target))
      else if (path.includes(target)) back = Math.min(back, order.get(target) ?? own)
    }
    if (back === own) {
      const component = path.splice(path.indexOf(file))
      if (component.length > 1 || targets.get(file)?.includes(file)) circles.push(component.sort())
    }
    return back
  }
  for (const file of files) if (!order.has(file)) visit(file)
  return circles
}
