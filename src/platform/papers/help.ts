import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What one can read about a screen. */
export interface HelpPage {
  /** The first part of the screen's address: `leads`. */
  screen: string
  title: string
  /** Markdown, without the title. */
  text: string
}

export interface HelpHit extends Pick<HelpPage, 'screen' | 'title'> {
  /** The paragraph in which the words stand, or the first one. */
  excerpt: string
}

/** The pages of a folder, a Markdown file each: `# Title`, then text. */
export async function readHelp(folder: string): Promise<readonly HelpPage[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort()
  return Promise.all(
    files.map(async (file) => {
      const [first = '', ...rest] = (await readFile(join(folder, file), 'utf8')).split('\n')
      return {
        screen: file.slice(0, -'.md'.length),
        title: first.replace(/^# /, ''),
        text: rest.join('\n').trim(),
      }
    }),
  )
}

/** The pages that have all these words, those with them in the title first; without words all of them. */
export function searchHelp(pages: readonly HelpPage[], words: string): HelpHit[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const hits = pages.flatMap(({ screen, title, text }) => {
    const paragraphs = text.split(/\n{2,}/).filter((part) => !part.startsWith('#'))
    const all = `${title}\n${text}`.toLowerCase()
    if (!wanted.every((word) => all.includes(word))) return []
    const has = (part: string) => wanted.filter((word) => part.toLowerCase().includes(word)).length
    const [best = ''] = [...paragraphs].sort((a, b) => has(b) - has(a))
    return [{ rank: has(title), hit: { screen, title, excerpt: plain(best) } }]
  })
  return hits.sort((a, b) => b.rank - a.rank).map(({ hit }) => hit)
}

/** Without the signs of Markdown, in one line. */
function plain(text: string): string {
  return text.replace(/[*`]/g, '').replace(/\s+/g, ' ')
}
