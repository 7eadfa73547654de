/** Archives that are the same bytes for the same files: ustar without times, owners or rights. */

const block = 512
/** What a size field of 11 octal digits can say. */
const largest = 8 ** 11 - 1
const fileName = /^[A-Za-z0-9.-]{1,100}$/

export type Files = ReadonlyMap<string, Buffer>

/** @throws RangeError for a name that is not a plain one, or a file of 8 GiB and more. */
export function tarOf(files: Files): Buffer {
  const parts: Buffer[] = []
  for (const [name, content] of files) {
    if (!fileName.test(name)) throw new RangeError(`an archive cannot hold a file named ${name}`)
    if (content.length > largest) throw new RangeError(`${name} is too large for an archive`)
    parts.push(headerOf(name, content.length), content, Buffer.alloc(paddingOf(content.length)))
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}

/** The files of an archive, and what about it is not, byte for byte, as `tarOf` writes it. */
export function filesOf(tar: Buffer): { files: Files; damage?: string } {
  const files = new Map<string, Buffer>()
  let at = 0
  while (at + block <= tar.length && tar[at] !== 0) {
    const header = tar.subarray(at, at + block)
    const name = header.toString('latin1', 0, 100).replace(/\0+$/, '')
    const size = Number.parseInt(header.toString('latin1', 124, 135), 8)
    const isSound = fileName.test(name) && !files.has(name) && size >= 0
    if (!isSound || !header.equals(headerOf(name, size)))
      return { files, damage: `the archive's header of its file ${files.size + 1} was altered` }
    const begin = at + block
    const content = tar.subarray(begin, begin + size)
    at = begin + size + paddingOf(size)
    if (content.length < size || !isZero(tar.subarray(begin + size, at), paddingOf(size)))
      return { files, damage: `the archive was altered or cut at the end of ${name}` }
    files.set(name, content)
  }
  if (isZero(tar.subarray(at), 2 * block)) return { files }
  return { files, damage: 'the archive was altered or cut after its last file' }
}

function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(block)
  header.write(name, 0, 'latin1')
  header.write('0000644\0'.padEnd(8), 100, 'latin1')
  header.write('0000000\0'.repeat(2), 108, 'latin1')
  header.write(`${size.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`, 124, 'latin1')
  header.write(`${' '.repeat(8)}0`, 148, 'latin1')
  header.write('ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

function paddingOf(size: number): number {
  return (block - (size % block)) % block
}

function isZero(bytes: Buffer, length: number): boolean {
  return bytes.length === length && bytes.every((byte) => byte === 0)
}
