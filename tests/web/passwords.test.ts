import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../web/src')
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.tsx'))
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))
/** Each field of a form, with its properties. */
const fields = sources.flatMap(({ name, text }) =>
  [...text.matchAll(/<(PasswordInput|TextInput|Textarea|input)\b[\s\S]*?\/>/g)].map(([tag, kind = '']) => ({
    name,
    kind,
    tag,
  })),
)

it('fields for passwords are masked, and tell password managers which one they are for', () => {
  const secret = fields.filter(({ kind }) => kind === 'PasswordInput')
  expect(secret.length).toBeGreaterThan(2)
  for (const { name, tag } of secret) expect(tag, name).toMatch(/autoComplete=.*(current|new)-password/)
  const plain = fields.filter(
    ({ kind, tag }) => kind !== 'PasswordInput' && /label="[^"]*password/i.test(tag),
  )
  expect(plain.map(({ name, tag }) => `${name}: ${tag}`)).toStrictEqual([])
})

it('nothing hinders pasting, and no text is taken for HTML', () => {
  for (const { name, text } of sources) {
    // Files are no text.
    const own = text.replace(/onDrop=\{\(event\) => \{[^}]*dataTransfer\.files/, '')
    expect(own, name).not.toMatch(/onPaste|onCopy|onDrop[^d]|autoComplete="off"[^>]*password/i)
    expect(text, name).not.toMatch(/dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|document\.write/)
  }
})
