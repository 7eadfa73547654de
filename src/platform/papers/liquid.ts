import { Liquid, LiquidError } from 'liquidjs'

/** What a template may not do, or does not know, in words for who wrote it. */
export class TemplateFailed extends Error {
  override name = 'TemplateFailed'
}

/** Conditions and names; nothing that reads files, counts on its own or goes round for ever. */
const tags = ['if', 'unless', 'case', 'assign', 'comment', '#']
/** Filters of text: none that leaves out the escape, or makes much of little. */
const filters =
  'default upcase downcase capitalize strip truncate truncatewords date append prepend replace replace_first remove split first last size'.split(
    ' ',
  )

const nowhere = () => {
  throw new Error('templates are in no files')
}

/** Squares and backslashes are what links are written with here (`markup`): of a person’s data they are letters. */
const literal = (value: unknown) =>
  (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
    .replace(/\s+/g, ' ')
    .replace(/[\\[\]]/g, '\\$&')

const engine = new Liquid({
  ownPropertyOnly: true,
  strictFilters: true,
  outputEscape: literal,
  parseLimit: 50_000,
  renderLimit: 250,
  memoryLimit: 1_000_000,
  relativeReference: false,
  fs: {
    exists: async () => false,
    existsSync: () => false,
    readFile: nowhere,
    readFileSync: nowhere,
    resolve: nowhere,
  },
})
for (const name of Object.keys(engine.tags)) if (!tags.includes(name)) delete engine.tags[name]
for (const name of Object.keys(engine.filters)) if (!filters.includes(name)) delete engine.filters[name]

/** The names that a template asks for, such as `person.firstName`. @throws TemplateFailed */
export function namesIn(template: string): string[] {
  return tried(() => engine.globalFullVariablesSync(engine.parse(template)))
}

/** A template filled in with what is known. @throws TemplateFailed */
export function filledIn(template: string, context: object): string {
  return tried(() => String(engine.parseAndRenderSync(template, context)))
}

function tried<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof LiquidError) && !/limit exceeded/.test(String(error))) throw error
    const said = (error as Error).message.split('\n')[0] ?? ''
    throw new TemplateFailed(said.replace(/, (?:file|line):.*$/, '').slice(0, 300))
  }
}
