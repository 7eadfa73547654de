/**
 * Regular expressions as EventStoreDB takes them, those of .NET, for JavaScript. What means something else there, or
 * cannot be said in it, is refused: a filter that silently matches the wrong events loses them.
 *
 * Translated: anchors, groups of all kinds, look-around, atomic groups, the inline options i, m, s, n and x, lazy
 * quantifiers, character classes with categories and subtraction, and what `\d`, `\w`, `\s`, `\b`, `.`, `^` and `$` mean in
 * .NET. Refused: references back to groups, conditions, balancing groups, `\G`, Unicode blocks, and the option i
 * anywhere but at the beginning. Characters outside the Basic Multilingual Plane count as one, in .NET as two.
 * Source: https://learn.microsoft.com/dotnet/standard/base-types/regular-expression-language-quick-reference
 */
export function translate(expression: string): RegExp {
  const translation = new Translation(expression)
  const source = translation.all()
  try {
    return new RegExp(source, translation.ignoresCase ? 'iv' : 'v')
  } catch (error) {
    throw new InvalidExpression(error instanceof Error ? error.message : String(error))
  }
}

/** The expression is none, or has a part that JavaScript does not have. */
export class InvalidExpression extends Error {}

interface Options {
  multiline: boolean
  singleLine: boolean
  explicitCapture: boolean
  spaced: boolean
}

const digit = '\\p{Nd}'
const wordCharacter = '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}'
const space = '\\f\\n\\r\\t\\v\\u0085\\p{Z}'
const joined = `[${wordCharacter}\\u200c\\u200d]`
const border = `(?:(?<=${joined})(?!${joined})|(?<!${joined})(?=${joined}))`
const inside = `(?:(?<=${joined})(?=${joined})|(?<!${joined})(?!${joined}))`
const nothingMore = '(?![^])'
const lastLine = `(?=\\n?${nothingMore})`
const classes: Record<string, string> = {
  d: `[${digit}]`,
  D: `[^${digit}]`,
  w: `[${wordCharacter}]`,
  W: `[^${wordCharacter}]`,
  s: `[${space}]`,
  S: `[^${space}]`,
}
const controls: Record<string, string> = {
  a: '\x07',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const categories = new Set(
  'L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cs Co Cn'.split(
    ' ',
  ),
)

class Translation {
  ignoresCase = false
  private readonly text: string
  private at = 0
  private atomic = 0

  constructor(text: string) {
    this.text = text
  }

  all(): string {
    const options = { multiline: false, singleLine: false, explicitCapture: false, spaced: false }
    const source = this.alternatives(options, false)
    if (this.at < this.text.length) throw new InvalidExpression('a bracket closes nothing')
    return source
  }

  /** Up to the end or a closing bracket. Options that are set in the middle hold to there. */
  private alternatives(given: Options, lookingBack: boolean): string {
    let options = given
    let source = ''
    for (;;) {
      if (options.spaced) this.skipSpace()
      const next = this.peek()
      if (next === '' || next === ')') return source
      const inline = this.inlineOptions(options)
      if (inline !== undefined) {
        options = inline
        continue
      }
      if (this.accept('(?#')) {
        this.skipComment()
        continue
      }
      if (this.accept('|')) source += '|'
      else source += this.atom(options, lookingBack) + this.quantifier(options)
    }
  }

  private atom(options: Options, lookingBack: boolean): string {
    const next = this.take()
    if (next === '(') return this.group(options, lookingBack)
    if (next === '[') return this.characterClass()
    if (next === '\\') return this.escape()
    if (next === '.') return options.singleLine ? '[^]' : '[^\\n]'
    if (next === '^') return options.multiline ? '(?<![^\\n])' : '^'
    if (next === '$') return options.multiline ? `(?=\\n|${nothingMore})` : lastLine
    if ('*+?'.includes(next)) throw new InvalidExpression('a quantifier follows nothing')
    if (next === '{' && /^\d+(,\d*)?\}/.test(this.text.slice(this.at)))
      throw new InvalidExpression('a quantifier follows nothing')
    return literal(next)
  }

  private quantifier(options: Options): string {
    if (options.spaced) this.skipSpace()
    const [found] = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(this.text.slice(this.at)) ?? []
    if (found === undefined) return ''
    this.at += found.length
    if (options.spaced) this.skipSpace()
    if (/^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(this.text.slice(this.at)))
      throw new InvalidExpression('a quantifier follows another one')
    return found
  }

  private group(options: Options, lookingBack: boolean): string {
    if (!this.accept('?')) return this.body('(?:', options, lookingBack)
    for (const start of ['=', '!']) {
      if (this.accept(start)) return this.body(`(?${start}`, options, false)
      if (this.accept(`<${start}`)) return this.body(`(?<${start}`, options, true)
    }
    if (this.accept('>')) {
      if (lookingBack) throw new InvalidExpression('an atomic group stands in a look behind')
      const name = `atomic${this.atomic++}`
      return `(?:${this.body(`(?=(?<${name}>`, options, false)})\\k<${name}>)`
    }
    const [name] = /^(?:<\w+>|'\w+')/.exec(this.text.slice(this.at)) ?? []
    if (name !== undefined) {
      this.at += name.length
      return this.body('(?:', options, lookingBack)
    }
    const [found, flags = ''] = /^([a-z-]*):/.exec(this.text.slice(this.at)) ?? []
    if (found === undefined) throw new InvalidExpression('a kind of group is not known here')
    this.at += found.length
    return this.body('(?:', this.changed(options, flags), lookingBack)
  }

  private body(start: string, options: Options, lookingBack: boolean): string {
    const source = `${start}${this.alternatives(options, lookingBack)})`
    if (!this.accept(')')) throw new InvalidExpression('a bracket is not closed')
    return source
  }

  /** `(?i)` and the like: they hold for what follows. */
  private inlineOptions(options: Options): Options | undefined {
    const [found, flags = ''] = /^\(\?([a-z-]+)\)/.exec(this.text.slice(this.at)) ?? []
    if (found === undefined) return undefined
    const isFirst = this.at === 0
    this.at += found.length
    if (isFirst && flags.includes('i') && !flags.includes('-')) {
      this.ignoresCase = true
      return this.changed(options, flags.replaceAll('i', ''))
    }
    return this.changed(options, flags)
  }

  private changed(options: Options, flags: string): Options {
    const names: Record<string, keyof Options> = {
      m: 'multiline',
      s: 'singleLine',
      n: 'explicitCapture',
      x: 'spaced',
    }
    const changed = { ...options }
    let value = true
    for (const flag of flags) {
      if (flag === '-') value = false
      else if (names[flag] !== undefined) changed[names[flag]] = value
      else throw new InvalidExpression(`the option ${flag} is not served here`)
    }
    return changed
  }

  private escape(): string {
    const next = this.take()
    if (next === 'A') return '^'
    if (next === 'z') return nothingMore
    if (next === 'Z') return lastLine
    if (next === 'b') return border
    if (next === 'B') return inside
    if (/[1-9Gk]/.test(next)) throw new InvalidExpression(`\\${next} is not served here`)
    return classes[next] ?? this.property(next) ?? literal(this.character(next))
  }

  private property(next: string): string | undefined {
    if (next !== 'p' && next !== 'P') return undefined
    const [found, name = ''] = /^\{(\w+)\}/.exec(this.text.slice(this.at)) ?? []
    if (found === undefined || !categories.has(name))
      throw new InvalidExpression(`\\${next} names no category of characters`)
    this.at += found.length
    return `\\${next}{${name}}`
  }

  /** The character that an escape stands for, in a class and outside. */
  private character(next: string): string {
    const rest = this.text.slice(this.at)
    if (controls[next] !== undefined) return controls[next]
    const [code] =
      (next === 'x' && /^[0-9a-f]{2}/i.exec(rest)) ||
      (next === 'u' && /^[0-9a-f]{4}/i.exec(rest)) ||
      (next === '0' && /^[0-7]{0,2}/.exec(rest)) ||
      (next === 'c' && /^[a-z]/i.exec(rest)) ||
      []
    if (code !== undefined) {
      this.at += code.length
      if (next === 'c') return String.fromCharCode(code.toUpperCase().charCodeAt(0) - 64)
      return String.fromCharCode(Number.parseInt(`0${code}`, next === '0' ? 8 : 16))
    }
    if (next === '' || /[\p{L}\p{Nd}_]/u.test(next)) throw new InvalidExpression(`\\${next} is no escape`)
    return next
  }

  /** What stands between square brackets; the opening one is taken. */
  private characterClass(): string {
    const negated = this.accept('^')
    let source = ''
    for (let first = true; ; first = false) {
      if (this.peek() === '') throw new InvalidExpression('a class is not closed')
      if (!first && this.accept(']')) return `[${negated ? '^' : ''}${source}]`
      if (!first && this.accept('-[')) {
        const taken = this.characterClass()
        if (!this.accept(']')) throw new InvalidExpression('a subtraction is not the end of its class')
        return `[[${negated ? '^' : ''}${source}]--${taken}]`
      }
      const from = this.classMember()
      const to = from.length > 1 ? undefined : this.rangeEnd()
      if (to === undefined) source += from.length > 1 ? from : literal(from)
      else if (from > to) throw new InvalidExpression('a range is the wrong way round')
      else source += `${literal(from)}-${literal(to)}`
    }
  }

  /** One character, or the source of a class of them. */
  private classMember(): string {
    const next = this.takeCodePoint()
    if (next !== '\\') return next
    const escaped = this.take()
    if (escaped === 'b') return '\b'
    return classes[escaped] ?? this.property(escaped) ?? this.character(escaped)
  }

  private rangeEnd(): string | undefined {
    const rest = this.text.slice(this.at)
    if (!rest.startsWith('-') || rest.startsWith('-]') || rest.startsWith('-[')) return undefined
    this.at++
    const to = this.classMember()
    if (to.length > 1) throw new InvalidExpression('a range ends with a class')
    return to
  }

  private takeCodePoint(): string {
    const next = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0)
    if (next.length > 1) throw new InvalidExpression('a class holds a character outside the basic plane')
    return this.take()
  }

  private skipSpace(): void {
    const [found = ''] = /^(?:\s|#[^\n]*)+/.exec(this.text.slice(this.at)) ?? []
    this.at += found.length
  }

  private skipComment(): void {
    const end = this.text.indexOf(')', this.at)
    if (end < 0) throw new InvalidExpression('a comment is not closed')
    this.at = end + 1
  }

  private peek(): string {
    return this.text.charAt(this.at)
  }

  private take(): string {
    return this.text.charAt(this.at++)
  }

  private accept(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }
}

/** A character for itself, whatever it means in an expression. */
function literal(character: string): string {
  if (/^[\p{L}\p{Nd}_]$/u.test(character)) return character
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
