/** Where the product runs, as whom, and a quote to be saved. */
export interface Asked {
  url: string
  email: string
  password: string
  quoteId: string
}

/** What a client came to know on its way through the API. */
export interface Told {
  /** Of a lead that was captured twice with one key. */
  captured: { id: string; repeated: [first: boolean, second: boolean] }
  /** The problem of another lead with the same key. */
  reused: { status: number; type: string | undefined }
  /** The leads of one company, over all pages. */
  listed: { ids: string[]; pages: number; total: number | undefined }
  /** The revision after a change of what was read, and what a change of what was not is told. */
  changed: { revision: number; stale: { status: number; current: number | undefined; missed: number } }
  /** The beginning of a file, and how it was to be called. */
  quote: { begins: string; name: string | null }
  bundle: { job: string; location: string | null; bytes: number }
  /** What the live channel tells of the lead, from before its change. */
  heard: { revision: unknown; actor: string | undefined }[]
}

export const company = 'Analytical Engines'
