/** A kind of record: what the log and the answers call it, and where the API has it. */
export interface Kind {
  model: string
  /** `leads`: in the API, and where there are screens in their address too. */
  path: string
}

/** What stands at an address of the app, and the models it shows. */
export interface Address {
  path: string
  models: readonly string[]
}

const paths = new Map<string, string>()
const shown = new Map<string, readonly string[]>()

/** What there is. The app says it once, when it starts: this layer names no feature. */
export function know(kinds: readonly Kind[], addresses: readonly Address[]): void {
  for (const { model, path } of kinds) paths.set(model, path)
  for (const { path, models } of addresses) shown.set(path, models)
}

/** Where the API has the records of a model; undefined: nowhere of their own. */
export const pathOf = (model: string): string | undefined => paths.get(model)

/** The models of what stands at an address: one for a list of records, those it is about for another screen. */
export const modelsAt = (path: string): readonly string[] | undefined => shown.get(path)

/** Whether an answer is made of a model: the first part of its key names it, or several with spaces between them. */
export const isMadeOf = (queryKey: readonly unknown[], model: string): boolean =>
  String(queryKey[0]).split(' ').includes(model)
