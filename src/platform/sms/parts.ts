import { split } from 'split-sms'

/** A text as a network carries it: in parts, each of 140 octets at most (3GPP TS 23.040). */
export interface CountedSms {
  /** The alphabet of GSM, or UCS-2 where one sign of the text is not in it. */
  alphabet: 'gsm' | 'ucs2'
  parts: number
  /** What each part says. */
  contents: readonly string[]
  /** How many more signs fit in the last part. */
  left: number
}

/** In how many parts a text goes: of 160 signs alone and 153 each of several, or 70 and 67. */
export function countedSms(text: string): CountedSms {
  const { characterSet, parts, remainingInPart } = split(text)
  return {
    alphabet: characterSet === 'GSM' ? 'gsm' : 'ucs2',
    parts: parts.length,
    contents: parts.map(({ content }) => content),
    left: remainingInPart,
  }
}
