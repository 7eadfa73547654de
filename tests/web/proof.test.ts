import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  emptyRange,
  grown,
  inclusionSpans,
  joined,
  leafHash as leafHashOfServer,
  nodesOf,
  type Range,
  rootOf,
} from '../../src/platform/log/merkle.ts'
import { checkpointText, signedNote, signerOf } from '../../src/platform/log/transparency-log/note.ts'
import { checkProof, type EventProof, type Verdict, verdictOf } from '../../web/src/records/proof/check.ts'
import {
  type Bytes,
  base64Of,
  bytesOf,
  rootFrom,
  type Subtle,
  same,
} from '../../web/src/records/proof/merkle.ts'
import { times } from '../support/chance.ts'

const { subtle } = crypto
const vectors = resolve(import.meta.dirname, '../../../shared/data/merkle-vectors/inclusion')
const log = signerOf('hindsight/test', randomBytes(32))

interface Vector {
  leafIdx: number
  treeSize: number
  root: string
  leafHash: string
  proof: string[] | null
  wantErr: boolean
}

async function accepts(of: Vector): Promise<boolean> {
  const leaf = bytesOf(of.leafHash) ?? new Uint8Array()
  const proof = (of.proof ?? []).map((hash) => bytesOf(hash) ?? new Uint8Array())
  const root = await rootFrom(subtle, { index: of.leafIdx, size: of.treeSize, leaf, proof })
  const said: Bytes | undefined = bytesOf(of.root)
  return root !== undefined && said !== undefined && same(root, said)
}

/** A log of so many events with the proof of one of them, made by the server's own code. */
function proofOf(size: number, index: number): EventProof {
  const leaves = Array.from({ length: size }, (_, revision) =>
    JSON.stringify({ id: `event-${revision}`, revision, type: 'lead.captured.v1' }),
  )
  const nodes = new Map<string, Buffer>()
  let range: Range = emptyRange
  for (const leaf of leaves) {
    const next = grown(range, leafHashOfServer(Buffer.from(leaf)))
    range = next.range
    for (const { level, index: at, hash } of next.nodes) nodes.set(`${level} ${at}`, hash)
  }
  const proof = inclusionSpans(index, size).map((span) => {
    const parts = nodesOf(span).map(({ level, index: at }) => nodes.get(`${level} ${at}`) ?? Buffer.alloc(0))
    return (joined(parts) ?? Buffer.alloc(0)).toString('base64')
  })
  const leaf = leaves[index] ?? ''
  return {
    index,
    size,
    proof,
    leaf,
    leafHash: leafHashOfServer(Buffer.from(leaf)).toString('base64'),
    checkpoint: signedNote(checkpointText({ origin: log.name, size, root: rootOf(range) }), log),
    key: log.text,
  }
}

const expectedOf = (index: number) => ({ id: `event-${index}`, type: 'lead.captured', revision: index })

async function judged(given: EventProof, index: number, by: Subtle = subtle) {
  const steps = await checkProof(by, given, expectedOf(index), [log.text])
  const verdicts = Object.fromEntries(steps.map(({ name, verdict }) => [name, verdict]))
  return { whole: verdictOf(steps), verdicts: verdicts as Record<string, Verdict> }
}

describe('the proof of an event, checked in the browser', () => {
  it.runIf(existsSync(vectors))('ES-14 judges all published inclusion vectors rightly', async () => {
    const files = readdirSync(vectors, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.json'),
    )
    expect(files.length).toBeGreaterThan(50)
    const wrong: string[] = []
    for (const file of files) {
      const vector = JSON.parse(readFileSync(join(vectors, file), 'utf8')) as Vector
      if ((await accepts(vector)) === vector.wantErr) wrong.push(file)
    }
    expect(wrong).toEqual([])
  })

  it('ES-14 takes what the server proves, whatever the size and the place', async () => {
    const place = fc
      .integer({ min: 1, max: 40 })
      .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })))
    await fc.assert(
      fc.asyncProperty(place, async ([size, index]) => {
        expect(await judged(proofOf(size, index), index)).toEqual({
          whole: 'good',
          verdicts: { event: 'good', leaf: 'good', root: 'good', signature: 'good', key: 'good' },
        })
      }),
      { numRuns: times(15, 60) },
    )
  })

  it('ES-14 names the step that fails, whatever was tampered with', async () => {
    const good = proofOf(11, 6)
    const other = signerOf(log.name, randomBytes(32))
    const forged = signedNote(checkpointText({ origin: log.name, size: 11, root: randomBytes(32) }), other)
    const failing = async (change: Partial<EventProof>) => {
      const { whole, verdicts } = await judged({ ...good, ...change }, 6)
      expect(whole).toBe('bad')
      return Object.keys(verdicts).filter((name) => verdicts[name] === 'bad')
    }
    expect(await failing({ leaf: good.leaf.replace('captured', 'invented') })).toEqual([
      'event',
      'leaf',
      'root',
    ])
    expect(await failing({ leaf: `${good.leaf} ` })).toEqual(['leaf', 'root'])
    expect(await failing({ leaf: 'no JSON' })).toEqual(['event', 'leaf', 'root'])
    expect(await failing(proofOf(11, 5))).toEqual(['event'])
    expect(await failing({ leafHash: base64Of(new Uint8Array(32)) })).toEqual(['leaf'])
    expect(await failing({ proof: good.proof.slice(1) })).toEqual(['root'])
    expect(await failing({ proof: [...good.proof, good.proof[0] ?? ''] })).toEqual(['root'])
    expect(await failing({ proof: good.proof.map(() => 'no hash') })).toEqual(['root'])
    expect(await failing({ index: 7 })).toEqual(['root'])
    expect(await failing({ size: 12 })).toEqual(['root'])
    expect(await failing({ checkpoint: proofOf(10, 6).checkpoint })).toEqual(['root'])
    expect(await failing({ checkpoint: 'hello' })).toEqual(['root', 'signature'])
    expect(await failing({ checkpoint: forged })).toEqual(['root', 'signature'])
    // Somebody else's key and log, all of one piece: only the published key tells.
    expect(await failing({ key: other.text })).toEqual(['signature', 'key'])
    const elsewhere = good.checkpoint.replace('hindsight/test', 'hindsight/else')
    expect(await failing({ checkpoint: elsewhere })).toEqual(['signature'])
    const spoilt = good.checkpoint.replace(
      /(\S)(\S{4})\n$/,
      (_, a: string, b: string) => `${a === 'A' ? 'B' : 'A'}${b}\n`,
    )
    expect(await failing({ checkpoint: spoilt })).toEqual(['signature'])
  })

  it('ES-14 says what it could not check where the browser has no Ed25519', async () => {
    const without = {
      digest: subtle.digest.bind(subtle),
      importKey: () => Promise.reject(new Error('NotSupportedError')),
    } as Partial<Subtle> as Subtle
    const { whole, verdicts } = await judged(proofOf(5, 2), 2, without)
    expect([whole, verdicts.root, verdicts.signature]).toEqual(['unknown', 'good', 'unknown'])
  })
})
