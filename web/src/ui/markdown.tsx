import { Fragment, type ReactNode } from 'react'
import classes from './markdown.module.css'
import { Key } from './values.tsx'

/**
 * The Markdown that help is written in: `## titles`, paragraphs, `- lists`, *words as they stand on a button*, and `keys`
 * or `names`. It becomes elements, never HTML as text, so there is nothing to be slipped in.
 */
export function Markdown({ text }: { text: string }) {
  const blocks = text.split(/\n{2,}/).filter((block) => block.trim() !== '')
  return (
    <div className={classes.text}>
      {blocks.map((block) => {
        if (block.startsWith('## ')) return <h3 key={block}>{inline(block.slice(3))}</h3>
        if (block.startsWith('- '))
          return (
            <ul key={block}>
              {block
                .slice(2)
                .split(/\n- /)
                .map((item) => (
                  <li key={item}>{inline(item)}</li>
                ))}
            </ul>
          )
        return <p key={block}>{inline(block)}</p>
      })}
    </div>
  )
}

function inline(text: string): ReactNode {
  return text.split(/(\*[^*\n]+\*|`[^`]+`)/).map((part, index) => {
    const inner = part.slice(1, -1)
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text do not move
    if (part.startsWith('*') && part.length > 2) return <strong key={index}>{inner}</strong>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text do not move
    if (part.startsWith('`') && part.length > 2) return <Key key={index}>{inner}</Key>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text do not move
    return <Fragment key={index}>{part.replaceAll('\n', ' ')}</Fragment>
  })
}
