/** The command that every record has which is withdrawn when what made it is undone. */
export function withdrawingCommands<const N extends string>(name: N) {
  return { [`${name}.withdraw`]: { summary: 'Withdraw what was made', internal: true } } as {
    [K in `${N}.withdraw`]: { summary: string; internal: true }
  }
}
