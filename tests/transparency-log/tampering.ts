import fc from 'fast-check'
import { sha256 } from '../../src/platform/log/export-bundle.ts'
import { leafHash } from '../../src/platform/log/merkle.ts'
import { checkpointText, signedNote, signerOf } from '../../src/platform/log/transparency-log/note.ts'
import { type Files, tarOf } from '../../src/platform/process/tar.ts'

/** An export as it was made. */
export interface Whole {
  tar: Buffer
  files: Files
  /** The name of the log. */
  log: string
}

export interface Tampering {
  what: string
  bundle: Buffer
  /** Where the first bad place must be named to be. */
  file?: string
  event?: string
}

/** What stands in the files of a bundle. */
export function partsOf(files: Files) {
  const linesOf = (name: string) => (files.get(name)?.toString() ?? '').trimEnd().split('\n')
  const having = (name: string, content: Buffer | string) => new Map([...files, [name, Buffer.from(content)]])
  const eventAt = (line: number) => (JSON.parse(linesOf('events.jsonl')[line] ?? '{}') as { id: string }).id
  return { linesOf, having, eventAt }
}

const kinds = 12

/** Any one change of a bundle. */
export const tampering = (whole: Whole): fc.Arbitrary<Tampering> =>
  fc
    .tuple(fc.nat(kinds - 1), fc.nat(65_535), fc.nat(2 ** 24))
    .map(([kind, a, b]) => tampered(whole, kind, a, b))

/** One way to tamper, from a few random numbers. */
function tampered(whole: Whole, kind: number, a: number, b: number): Tampering {
  const { tar, files, log } = whole
  const { linesOf, having, eventAt } = partsOf(files)
  const names = [...files.keys()]
  const name = names[a % names.length] ?? ''
  const content = files.get(name) ?? Buffer.alloc(0)
  const lines = linesOf('events.jsonl')
  const joined = (list: readonly string[]) =>
    tarOf(having('events.jsonl', list.map((line) => `${line}\n`).join('')))
  const at = a % lines.length
  switch (kind) {
    case 0: {
      const bundle = Buffer.from(tar)
      const bit = (a * 65_536 + b) % (bundle.length * 8)
      bundle[bit >> 3] = (bundle[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      return { what: `bit ${bit} of the archive`, bundle }
    }
    case 1: {
      const flipped = Buffer.from(content)
      const bit = b % (flipped.length * 8)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      return {
        what: `bit ${bit} of ${name}`,
        bundle: tarOf(having(name, flipped)),
      }
    }
    case 2: {
      const line = Buffer.from(lines[at] ?? '')
      const bit = b % (line.length * 8)
      line[bit >> 3] = (line[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const changed = Buffer.concat(
        lines.map((one, index) => Buffer.concat([index === at ? line : Buffer.from(one), Buffer.from('\n')])),
      )
      return {
        what: `bit ${bit} of line ${at + 1}`,
        bundle: tarOf(having('events.jsonl', changed)),
        file: 'events.jsonl',
        event: eventAt(at),
      }
    }
    case 3:
      return {
        what: `line ${at + 1} deleted`,
        bundle: joined(lines.toSpliced(at, 1)),
        file: 'events.jsonl',
        event: eventAt(at),
      }
    case 4: {
      const [low, high] = [Math.min(at, b % lines.length), Math.max(at, b % lines.length)]
      if (low === high) return tampered(whole, 3, a, b)
      const swapped = lines.with(low, lines[high] ?? '').with(high, lines[low] ?? '')
      return {
        what: `lines ${low + 1} and ${high + 1} exchanged`,
        bundle: joined(swapped),
        file: 'events.jsonl',
        event: eventAt(low),
      }
    }
    case 5:
      return {
        what: `cut after line ${at}`,
        bundle: joined(lines.slice(0, at)),
        file: 'events.jsonl',
        event: eventAt(at),
      }
    case 6:
      return { what: 'archive cut', bundle: tar.subarray(0, (a * 65_536 + b) % tar.length) }
    case 7: {
      // The checkpoint, signed by a key of one's own under the log's name.
      const thief = signerOf(log, Buffer.alloc(32, a))
      const root = leafHash(Buffer.of(b & 255))
      const note = signedNote(checkpointText({ origin: thief.name, size: 1 + (b % 1000), root }), thief)
      return {
        what: 'checkpoint forged',
        bundle: tarOf(having('checkpoint.txt', note)),
        file: 'checkpoint.txt',
      }
    }
    case 8: {
      // A hash of a proof, and the line put right in the manifest, which cannot be signed.
      const proofs = linesOf('proofs.jsonl').map(
        (line) => JSON.parse(line) as { proof: string[]; id: string; index: number },
      )
      const entry = proofs[at]
      if (!entry) throw new Error('no such line')
      if (b % 2 === 0) entry.index += 1 + (b % 5)
      else entry.proof[b % entry.proof.length] = leafHash(Buffer.of(a & 255)).toString('base64')
      const text = proofs.map((line) => `${JSON.stringify(line)}\n`).join('')
      const manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '') as {
        files: Record<string, object>
      }
      manifest.files['proofs.jsonl'] = {
        bytes: Buffer.byteLength(text),
        sha256: sha256(Buffer.from(text), 'hex'),
      }
      const changed = new Map(having('proofs.jsonl', text)).set(
        'manifest.json',
        Buffer.from(`${JSON.stringify(manifest)}\n`),
      )
      return { what: 'proof forged', bundle: tarOf(changed), file: 'proofs.jsonl' }
    }
    case 9: {
      const rest = new Map(files)
      rest.delete(name)
      return { what: `${name} left out`, bundle: tarOf(rest) }
    }
    case 10:
      return { what: 'a file put in', bundle: tarOf(having(`more-${a}.txt`, 'more')), file: `more-${a}.txt` }
    default: {
      const doubled = lines.toSpliced(at, 0, lines[at] ?? '')
      return { what: `line ${at + 1} doubled`, bundle: joined(doubled), file: 'events.jsonl' }
    }
  }
}
