/** The commands that every record of a person has. All but holds are sent by the handling of requests. */
export function subjectCommands<const N extends string>(name: N) {
  const definition = (summary: string, permission: string) => ({ summary, permission })
  const internal = true as const
  const definitions = {
    [`${name}.restrict`]: { ...definition('Keep it, but use it no more', 'privacy.restrict'), internal },
    [`${name}.lift-restriction`]: { ...definition('Let it be used again', 'privacy.restrict'), internal },
    [`${name}.place-hold`]: definition('Keep it for a legal matter', 'privacy.hold'),
    [`${name}.lift-hold`]: definition('Need it no more for a legal matter', 'privacy.hold'),
    [`${name}.erase`]: { ...definition('Take note that the person was erased', 'privacy.erase'), internal },
  }
  return definitions as {
    [K in `${N}.${'restrict' | 'lift-restriction' | 'place-hold' | 'lift-hold' | 'erase'}`]: ReturnType<
      typeof definition
    > & { internal?: true }
  }
}
