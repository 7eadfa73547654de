import { join } from 'node:path'

interface Widget {
  id: string
  needs: string
  atFirst?: number
  where?: (me: string) => Readonly<Record<string, string>>
  columns?: readonly string[]
  load?: () => Promise<unknown>
}

/** What the web app knows of a kind of record. */
export interface WebResource {
  model: string
  path: string
  fields: readonly {
    key: string
    filter?: true
    filterAs?: string
    sortable?: true
    kind: string
    fixed?: true
  }[]
  columns: readonly string[]
  sort: string
  starters?: readonly { filters: Readonly<Record<string, string>>; sort?: string }[]
  searchable: boolean
  change?: string
}

/** An entry of the web app, as `web/src/records/entry.ts` has it. */
export type WebEntry =
  | {
      is: 'record'
      model: string
      path: string
      create?: string
      searched?: true
      shortcut?: string
      load: () => Promise<WebResource>
      widgets?: readonly Widget[]
      on?: Readonly<Record<string, { by: string; columns: readonly string[] }>>
    }
  | {
      is: 'screen'
      path: string
      needs: string
      shortcut?: string
      models?: readonly string[]
      load: () => Promise<unknown>
      mark?: () => Promise<unknown>
      widgets?: readonly Widget[]
    }
  | {
      is: 'setting'
      path: string
      needs: string
      screen: () => Promise<unknown>
      single?: { model: string; at: string; load: () => Promise<WebResource> }
    }
  | { is: 'unlisted'; model: string; path?: string }
  | { is: 'tab'; path: string; needs: string; load: () => Promise<unknown> }
  | { is: 'part'; models: readonly string[]; needs: string; load: () => Promise<unknown> }

/**
 * Every feature of the web app, registered as when it starts. Typed here once more: its own types are a browser's, which
 * the compiler knows nothing of on this side.
 */
export async function webFeatures(): Promise<readonly WebEntry[]> {
  const file = join(import.meta.dirname, '../../web/src/app/features.ts')
  const app = (await import(file)) as { features: readonly WebEntry[]; registerFeatures: () => void }
  app.registerFeatures()
  return app.features
}
