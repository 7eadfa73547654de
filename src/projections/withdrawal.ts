/** A record that was withdrawn has no row any more, and stays in the history of them. */
export function withdrawalFolds<const N extends string>(name: N) {
  return { [`${name}.withdrawn`]: () => null } as { [K in `${N}.withdrawn`]: () => null }
}
