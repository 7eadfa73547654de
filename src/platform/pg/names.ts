const snakes = new Map<string, string>()
const camels = new Map<string, string>()

/** `closeDate` is `close_date` in SQL; remembered, because it is asked for every column of every query. */
export function snake(name: string): string {
  let known = snakes.get(name)
  if (known === undefined) {
    known = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    remember(snakes, name, known)
  }
  return known
}

/** `close_date` is `closeDate` in TypeScript. */
export function camel(name: string): string {
  let known = camels.get(name)
  if (known === undefined) {
    known = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    remember(camels, name, known)
  }
  return known
}

function remember(names: Map<string, string>, name: string, known: string) {
  if (names.size < 10_000) names.set(name, known)
}
