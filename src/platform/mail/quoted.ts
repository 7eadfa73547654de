import EmailReplyParser from 'email-reply-parser'

/** Gmail in Russian, which the library does not know: `пн, 2 мар. 2026 г. в 10:00, Anna <a@b.example>:`. */
const russian = /^[а-яё]{2},? \d{1,2} [а-яё]+\.? \d{4} г\.[^\n]{0,200}(?:\n[^\n]{0,200})?:\s*$/im

/** What somebody has typed anew, without what they answered to and without their signature; all of it where nothing is left. */
export function withoutQuotes(text: string): string {
  const at = russian.exec(text)?.index
  const own = new EmailReplyParser()
    .read(at === undefined ? text : text.slice(0, at))
    .getVisibleText()
    .trim()
  return own || text
}
