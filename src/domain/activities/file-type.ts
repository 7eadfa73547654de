import { refuse } from '../error.ts'

/** A kind of file that is taken: what it is called, and how it begins. */
export interface FileType {
  /** As browsers and mail know it. */
  type: string
  /** In the words of people. */
  words: string
  extensions: readonly string[]
  /** Whether a browser may show it inside the app: what it shows so runs nothing. */
  preview?: true
  begins: (first: Uint8Array) => boolean
}

/** So much of a file's beginning is looked at, in bytes. */
export const beginning = 64 * 1024

const ascii = (first: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...first.subarray(from, Math.min(to, first.length)))
const starts =
  (text: string, at = 0) =>
  (first: Uint8Array) =>
    ascii(first, at, at + text.length) === text
const isPacked = starts('PK\u0003\u0004')
const isRiff = (kind: string) => (first: Uint8Array) => starts('RIFF')(first) && starts(kind, 8)(first)
/** ISO base media: a box `ftyp` that names what it is. */
const isMedia = (brands: RegExp) => (first: Uint8Array) =>
  starts('ftyp', 4)(first) && brands.test(ascii(first, 8, 12))
/** Of Office Open XML: one of the parts that only it has is among the first in the package. */
const isOffice = (folder: string) => (first: Uint8Array) => {
  const names = namesIn(first)
  return names.some((name) => name.startsWith(folder)) || (isPackage(names) && !names.some(isOtherPart))
}
const isPackage = (names: readonly string[]) =>
  names.some((name) => /^(\[Content_Types\]\.xml|_rels\/)/.test(name))
const isOtherPart = (name: string) => /^(word|xl|ppt)\//.test(name)
/** Open Document: its first entry says what it is, and is not compressed. */
const isOpenDocument = (kind: string) => (first: Uint8Array) =>
  isPacked(first) && ascii(first, 30, 90).startsWith(`mimetypeapplication/vnd.oasis.opendocument.${kind}`)

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const slides = 'application/vnd.openxmlformats-officedocument.presentationml.presentation'
/** Of older Office, all of which is one kind of container. */
const isCompound = starts('\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1')

/** What is taken; the first that a beginning fits is what it is. Whatever is not here is refused. */
export const fileTypes: readonly FileType[] = [
  { type: 'application/pdf', words: 'a PDF', extensions: ['pdf'], preview: true, begins: starts('%PDF-') },
  {
    type: 'image/png',
    words: 'a picture (PNG)',
    extensions: ['png'],
    preview: true,
    begins: starts('\u0089PNG\r\n\u001a\n'),
  },
  {
    type: 'image/jpeg',
    words: 'a picture (JPEG)',
    extensions: ['jpg', 'jpeg'],
    preview: true,
    begins: starts('\u00ff\u00d8\u00ff'),
  },
  {
    type: 'image/gif',
    words: 'a picture (GIF)',
    extensions: ['gif'],
    preview: true,
    begins: (first) => starts('GIF87a')(first) || starts('GIF89a')(first),
  },
  {
    type: 'image/webp',
    words: 'a picture (WebP)',
    extensions: ['webp'],
    preview: true,
    begins: isRiff('WEBP'),
  },
  {
    type: 'image/avif',
    words: 'a picture (AVIF)',
    extensions: ['avif'],
    preview: true,
    begins: isMedia(/^avi[fs]/),
  },
  {
    type: 'image/heic',
    words: 'a picture (HEIC)',
    extensions: ['heic', 'heif'],
    begins: isMedia(/^(hei|hev|mif1)/),
  },
  {
    type: 'image/tiff',
    words: 'a picture (TIFF)',
    extensions: ['tif', 'tiff'],
    begins: (first) => starts('II*\0')(first) || starts('MM\0*')(first),
  },
  { type: 'image/bmp', words: 'a picture (BMP)', extensions: ['bmp'], begins: starts('BM') },
  { type: word, words: 'a Word document', extensions: ['docx'], begins: isOffice('word/') },
  { type: sheet, words: 'an Excel workbook', extensions: ['xlsx'], begins: isOffice('xl/') },
  { type: slides, words: 'a PowerPoint presentation', extensions: ['pptx'], begins: isOffice('ppt/') },
  {
    type: 'application/vnd.oasis.opendocument.text',
    words: 'an OpenDocument text',
    extensions: ['odt'],
    begins: isOpenDocument('text'),
  },
  {
    type: 'application/vnd.oasis.opendocument.spreadsheet',
    words: 'an OpenDocument spreadsheet',
    extensions: ['ods'],
    begins: isOpenDocument('spreadsheet'),
  },
  {
    type: 'application/vnd.oasis.opendocument.presentation',
    words: 'an OpenDocument presentation',
    extensions: ['odp'],
    begins: isOpenDocument('presentation'),
  },
  { type: 'application/zip', words: 'a ZIP archive', extensions: ['zip'], begins: isPacked },
  { type: 'application/msword', words: 'an older Office file', extensions: ['doc'], begins: isCompound },
  {
    type: 'application/vnd.ms-excel',
    words: 'an older Office file',
    extensions: ['xls'],
    begins: isCompound,
  },
  {
    type: 'application/vnd.ms-powerpoint',
    words: 'an older Office file',
    extensions: ['ppt'],
    begins: isCompound,
  },
  {
    type: 'application/vnd.ms-outlook',
    words: 'an Outlook message',
    extensions: ['msg'],
    begins: isCompound,
  },
  { type: 'application/rtf', words: 'a rich text', extensions: ['rtf'], begins: starts('{\\rtf') },
  { type: 'audio/wav', words: 'a recording (WAV)', extensions: ['wav'], begins: isRiff('WAVE') },
  {
    type: 'audio/mpeg',
    words: 'a recording (MP3)',
    extensions: ['mp3'],
    begins: (first) =>
      starts('ID3')(first) || (first[0] === 0xff && [0xfb, 0xf3, 0xf2].includes(first[1] ?? 0)),
  },
  {
    type: 'audio/ogg',
    words: 'a recording (Ogg)',
    extensions: ['ogg', 'oga', 'opus'],
    begins: starts('OggS'),
  },
  {
    // What browsers record in: Matroska, which says by its beginning that it is one (RFC 9559, EBML).
    type: 'audio/webm',
    words: 'a recording (WebM)',
    extensions: ['weba'],
    begins: starts('\u001aE\u00df\u00a3'),
  },
  { type: 'audio/mp4', words: 'a recording (MPEG-4)', extensions: ['m4a'], begins: isMedia(/^M4A /) },
  {
    type: 'video/mp4',
    words: 'a film (MPEG-4)',
    extensions: ['mp4', 'm4v'],
    begins: isMedia(/^(isom|iso[2-9]|mp4|avc1|M4V |dash)/),
  },
  { type: 'video/quicktime', words: 'a film (QuickTime)', extensions: ['mov'], begins: isMedia(/^qt/) },
  { type: 'text/csv', words: 'a text', extensions: ['csv'], begins: isText },
  { type: 'text/markdown', words: 'a text', extensions: ['md'], begins: isText },
  { type: 'application/json', words: 'a text', extensions: ['json'], begins: isText },
  { type: 'application/xml', words: 'a text', extensions: ['xml'], begins: isText },
  { type: 'text/calendar', words: 'a text', extensions: ['ics'], begins: isText },
  { type: 'text/vcard', words: 'a text', extensions: ['vcf'], begins: isText },
  { type: 'message/rfc822', words: 'a text', extensions: ['eml'], begins: isText },
  { type: 'text/plain', words: 'a text', extensions: ['txt', 'log'], begins: isText },
]

/** How what runs by itself begins: Windows, Linux, macOS, WebAssembly, scripts. */
const executables = ['MZ', '\u007fELF', '\0asm', '#!', '\u00fe\u00ed\u00fa', '\u00ca\u00fe\u00ba\u00be'].map(
  (text) => starts(text),
)
const isExecutable = (first: Uint8Array) =>
  executables.some((begins) => begins(first)) || /^[\u00cf\u00ce]\u00fa\u00ed\u00fe/.test(ascii(first, 0, 4))

/** Known by its type as it is kept. */
export function fileTypeNamed(type: string): FileType | undefined {
  return fileTypes.find((one) => one.type === type)
}

export function extensionOf(name: string): string {
  return /\.([^.\s]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** What a file is, by how it begins; its name must say the same. @throws DomainError when it is not taken. */
export function fileTypeOf(name: string, first: Uint8Array): FileType {
  if (first.length === 0) refuse('file.empty', 'This file is empty.')
  if (isExecutable(first)) refuse('file.executable', 'This is a program; programs are not taken.')
  const extension = extensionOf(name)
  const called = mustBeTaken(extension)
  if (called.begins(first)) return called
  const found = fileTypes.find(({ begins }) => begins(first))
  refuse(
    'file.type-differs',
    `It is called .${extension}, which is ${called.words}, but ${found ? `it is ${found.words}` : 'its content is something else'}.`,
    { field: 'name' },
  )
}

/** A name that says what its content is. @throws DomainError */
export function mustStillSay(type: string, name: string): void {
  const extensions = fileTypeNamed(type)?.extensions ?? []
  if (!extensions.includes(extensionOf(name)))
    refuse('file.type-differs', `Its name must end as what it is: ${listed(extensions)}.`, { field: 'name' })
}

/** @throws DomainError */
export function mustBeTaken(extension: string): FileType {
  const found = fileTypes.find(({ extensions }) => extensions.includes(extension))
  if (found) return found
  refuse(
    'file.type-refused',
    `${extension ? `Files called .${extension}` : 'Files whose name does not say what they are'} are not taken. ` +
      `These are: ${listed(fileTypes.flatMap(({ extensions }) => extensions))}.`,
    { field: 'name' },
  )
}

const listed = (extensions: readonly string[]) => extensions.map((one) => `.${one}`).join(', ')

/** The names of the first entries of a ZIP, as far as they stand in its beginning. */
function namesIn(first: Uint8Array): string[] {
  if (!isPacked(first)) return []
  const names: string[] = []
  for (let at = 0; at + 30 <= first.length && names.length < 100; at++) {
    if (first[at] !== 0x50 || !starts('PK\u0003\u0004', at)(first)) continue
    const length = (first[at + 26] ?? 0) + 256 * (first[at + 27] ?? 0)
    names.push(ascii(first, at + 30, at + 30 + Math.min(length, 200)))
  }
  return names
}

/** Those that texts have. */
const controls = '\t\n\f\r\u001b\u0085'

/** UTF-8, or UTF-16 with its mark, without control characters that no text has. */
function isText(first: Uint8Array): boolean {
  const mark = ascii(first, 0, 2)
  const wide = mark === '\u00ff\u00fe' ? 'utf-16le' : mark === '\u00fe\u00ff' ? 'utf-16be' : undefined
  try {
    // Streamed, for the last character may go on after what is looked at.
    const text = new TextDecoder(wide ?? 'utf-8', { fatal: true }).decode(first, {
      stream: first.length >= beginning,
    })
    return Array.from(text.match(/\p{Cc}/gu) ?? []).every((sign) => controls.includes(sign))
  } catch {
    return wide === undefined && isLatin(first)
  }
}

/** One byte a character, as older programs write. */
function isLatin(first: Uint8Array): boolean {
  return first.every((byte) => byte >= 0x20 || controls.includes(String.fromCharCode(byte)))
}
