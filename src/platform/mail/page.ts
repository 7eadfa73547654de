import sanitize from 'sanitize-html'
import { bytesOf, parseMessage } from './message.ts'
import type { Page } from './reader.ts'

/** Cleaning is quadratic in nesting: more of a page than this is not shown as one. */
const longest = 512 * 1024
const mostTags = 20_000
/** Of the pictures in it, in bytes. */
const mostPictures = 4 * 1024 * 1024

const colour = [/^#[0-9a-f]{3,8}$/i, /^rgb\(\d{1,3}, ?\d{1,3}, ?\d{1,3}\)$/, /^[a-z]{3,20}$/i]
const length = [/^-?\d{1,4}(\.\d{1,3})?(px|pt|em|rem|%)?$/]
const words = [/^[a-z-]{1,30}$/i]

/** A message's page as it can be shown: no scripts, no forms, no styles that reach beyond it, pictures of its own inside. */
export async function pageOf(raw: Uint8Array, { pictures }: { pictures: boolean }): Promise<Page | null> {
  const { html, attachments } = await parseMessage(raw)
  if (!html || html.length > longest || (html.match(/</g)?.length ?? 0) > mostTags) return null
  const inside = new Map(
    attachments.flatMap(({ contentId, mimeType, content }) => {
      const bytes = bytesOf(content)
      if (!contentId || !/^image\/(png|jpeg|gif|webp)$/.test(mimeType) || bytes.length > mostPictures)
        return []
      const data = `data:${mimeType};base64,${Buffer.from(bytes).toString('base64')}`
      return [[contentId.replace(/^<|>$/g, ''), data] as const]
    }),
  )
  let hasPictures = false
  const clean = sanitize(html, {
    allowedTags: [...sanitize.defaults.allowedTags, 'img', 'font', 'center', 'del', 'ins'],
    allowedAttributes: {
      '*': ['style', 'align', 'valign', 'width', 'height', 'bgcolor', 'dir', 'lang'],
      a: ['href', 'target', 'rel'],
      img: ['src', 'alt', 'width', 'height'],
      font: ['color', 'size', 'face'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
      table: ['border', 'cellpadding', 'cellspacing'],
    },
    allowedStyles: {
      '*': {
        color: colour,
        'background-color': colour,
        'font-size': length,
        'font-weight': words.concat(/^\d{3}$/),
        'font-style': words,
        'text-align': words,
        'text-decoration': words,
        'vertical-align': words,
        width: length,
        'max-width': length,
        margin: length,
        padding: length,
      },
    },
    allowedSchemes: ['https', 'http', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['https', 'data'] },
    allowProtocolRelative: false,
    transformTags: {
      a: (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, target: '_blank', rel: 'noopener noreferrer nofollow' },
      }),
      img: (tagName, { src = '', ...attribs }) => {
        const own = src.startsWith('cid:') ? inside.get(decoded(src.slice(4))) : undefined
        if (own !== undefined) return { tagName, attribs: { ...attribs, src: own } }
        if (!src.startsWith('https:')) return { tagName, attribs }
        hasPictures = true
        return { tagName, attribs: pictures ? { ...attribs, src } : attribs }
      },
    },
  })
  return { html: clean, hasPictures }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
