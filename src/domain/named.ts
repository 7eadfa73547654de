/** Parts of a decider under the name of its record: `tag` of an account is `account.tag`. */
export type Named<N extends string, Parts> = { [K in keyof Parts & string as `${N}.${K}`]: Parts[K] }

/** The same for what several kinds of record share, to be spread into the decider of each. */
export function named<const N extends string, Parts extends object>(name: N, parts: Parts): Named<N, Parts> {
  const entries = Object.entries(parts).map(([key, part]) => [`${name}.${key}`, part])
  return Object.fromEntries(entries) as Named<N, Parts>
}
