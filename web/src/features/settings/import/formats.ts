import type { Import } from '../import.entry.ts'

type Part = { [F in Import['format']]: keyof Extract<Import, { format: F }>['files'] }[Import['format']]

export interface Format {
  format: Import['format']
  title: string
  about: string
  /** The files it is made of, by what the API calls them. */
  parts: readonly { part: Part; called: string; isIt: (name: string) => boolean }[]
}

/** A file that has the name of its part. */
const named = (part: Part) => ({ part, called: part, isIt: (name: string) => name.toLowerCase() === part })

/** A table of any origin: what its columns become is said on the next page. */
const table: Format = {
  format: 'table',
  title: 'A table of accounts, contacts, leads, deals or products',
  about:
    'From Salesforce, HubSpot, Zoho, Odoo, Outlook, Google or anything else; you say what its columns become',
  parts: [
    {
      part: 'table',
      called: '*.csv *.xlsx *.vcf *.json',
      isIt: (name) => /\.(csv|tsv|txt|xlsx|vcf|json)$/i.test(name),
    },
  ],
}

/** What can be brought in. */
export const formats: readonly Format[] = [
  table,
  {
    format: 'histories',
    title: 'Histories',
    about: 'A line for each record, with everything that ever happened to it, from any system',
    parts: [
      { part: 'histories.ndjson', called: '*.ndjson', isIt: (name) => /\.(ndjson|jsonl)$/i.test(name) },
    ],
  },
  {
    format: 'maven-crm',
    title: 'CRM Sales Opportunities',
    about: 'The practice data of Maven Analytics: accounts, products, teams and deals of two years',
    parts: [
      named('accounts.csv'),
      named('products.csv'),
      named('sales_teams.csv'),
      named('sales_pipeline.csv'),
    ],
  },
]

/** What a file is by its name; where that is nothing known, its name. */
export const partOf = ({ name }: File): string =>
  formats
    .filter((one) => one !== table)
    .flatMap(({ parts }) => parts)
    .find(({ isIt }) => isIt(name))?.part ?? name

/** What chosen files are, by their names. */
export interface Recognised {
  /** Undefined: none of them is known. */
  format: Format | undefined
  files: ReadonlyMap<Part, File>
  missing: readonly string[]
  /** No part of it. */
  others: readonly File[]
}

export function recognised(files: readonly File[]): Recognised {
  const isAny = ({ parts }: Format) => files.some(({ name }) => parts.some(({ isIt }) => isIt(name)))
  // One file by itself is a table, whatever it is called: others call theirs accounts.csv, too.
  const format =
    files.length === 1 && isAny(table) ? table : formats.find((one) => one !== table && isAny(one))
  const found = new Map(
    format?.parts.flatMap(({ part, isIt }) => {
      const file = files.find(({ name }) => isIt(name))
      return file ? [[part, file] as const] : []
    }),
  )
  const taken = [...found.values()]
  return {
    format,
    files: found,
    missing: format?.parts.filter(({ part }) => !found.has(part)).map(({ called }) => called) ?? [],
    others: files.filter((file) => !taken.includes(file)),
  }
}
