/** What somebody writes who wants no more texts, or wants them again: one of these and nothing else (CTIA; and as people say it). */
const stops = new Set(
  'stop stopall unsubscribe cancel end quit revoke optout stopp abmelden abbestellen arret baja'.split(' '),
)
const starts = new Set('start unstop anmelden reprendre alta'.split(' '))

/** Whether a text is a word by which somebody stops or starts being written to; undefined: it says something. */
export function smsWord(text: string): 'stop' | 'start' | undefined {
  const word = text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
  if (stops.has(word)) return 'stop'
  return starts.has(word) ? 'start' : undefined
}
