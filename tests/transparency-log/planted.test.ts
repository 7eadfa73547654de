import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { transform } from 'esbuild'
import { describe, expect, it } from 'vitest'

const vectors = resolve(import.meta.dirname, '../../../shared/data/merkle-vectors')
const published = existsSync(vectors)
if (!published) console.warn(`The published vectors are not checked: there is no ${vectors}.`)

/** The tree that the vectors are made from, by RFC 6962's reference implementation. */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const root = '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'

/** Replaces one part of a source. @throws when it is not there, so that no plant is forgotten. */
function planted(source: string, [from, to]: readonly [string, string]): string {
  if (!source.includes(from)) throw new Error(`there is no ${from}`)
  return source.replace(from, to)
}

type Merkle = typeof import('../../src/platform/log/merkle.ts')

async function load(source: string): Promise<Merkle> {
  const { code } = await transform(source, { loader: 'ts', format: 'esm' })
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as Merkle
}

interface Inclusion {
  wantErr: boolean
  proof: string[] | null
  leafIdx: number
  treeSize: number
  leafHash: string
  root: string
}
interface Consistency {
  wantErr: boolean
  proof: string[] | null
  size1: number
  size2: number
  root1: string
  root2: string
}
type Vector = Inclusion | Consistency

const list = (): Vector[] =>
  JSON.parse(
    execFileSync('python3', [
      '-c',
      'import glob,json,sys;print(json.dumps([json.load(open(f)) for f in sorted(glob.glob(sys.argv[1]+"/**/*.json",recursive=True))]))',
      vectors,
    ]).toString(),
  ) as Vector[]

/** How many vectors are judged wrongly, the root of the reference tree among them. */
function wrongs(merkle: Merkle): number {
  const bytes = (text: string) => Buffer.from(text, 'base64')
  let range = merkle.emptyRange
  for (const leaf of leaves) range = merkle.grown(range, merkle.leafHash(Buffer.from(leaf, 'hex'))).range
  const wrong = list().filter((of) => {
    const proof = (of.proof ?? []).map(bytes)
    const accepted =
      'leafIdx' in of
        ? merkle.verifyInclusion({
            index: of.leafIdx,
            size: of.treeSize,
            leaf: bytes(of.leafHash),
            root: bytes(of.root),
            proof,
          })
        : merkle.verifyConsistency({
            from: of.size1,
            to: of.size2,
            fromRoot: bytes(of.root1),
            toRoot: bytes(of.root2),
            proof,
          })
    return accepted === of.wantErr
  }).length
  return wrong + (merkle.rootOf(range).toString('hex') === root ? 0 : 1)
}

describe.runIf(published)('ES-14 a fault planted in', () => {
  const source = readFileSync(resolve(import.meta.dirname, '../../src/platform/log/merkle.ts'), 'utf8')
  const plants: [string, string][] = [
    ['.update(leafPrefix)', ''],
    ['.update(nodePrefix)', ''],
    ['.update(left).update(right)', '.update(right).update(left)'],
    ['return sn === 0 && r.equals(root)', 'return r.equals(root)'],
    ['index >= size ||', ''],
    ['return sn === 0 && fr.equals(fromRoot) &&', 'return sn === 0 &&'],
    ['&& sr.equals(toRoot)', ''],
    ['return sn === 0 && fr', 'return fr'],
    ['return proof.length === 0 && Buffer', 'return Buffer'],
    ['isPowerOfTwo(from) ? [fromRoot, ...proof] : proof', 'proof'],
    ['from < 1 || from > to || !areHashes(proof)', 'from > to || !areHashes(proof)'],
  ]

  it.each(plants)('the product’s checker: %j as %j is caught by the vectors', async (from, to) => {
    expect(wrongs(await load(planted(source, [from, to])))).toBeGreaterThan(0)
  })

  it('neither checker is: none is judged wrongly', async () => {
    expect(wrongs(await load(source))).toBe(0)
    expect(list().length).toBeGreaterThan(180)
    expect(judge(script)).toBe(0)
  })

  const script = readFileSync(resolve(import.meta.dirname, '../../verifier/verify.py'), 'utf8')
  const judging = `
import base64, glob, json
wrong = 0
for file in sorted(glob.glob(VECTORS + "/**/*.json", recursive=True)):
    of = json.load(open(file))
    b = lambda name: base64.b64decode(of[name])
    proof = [base64.b64decode(part) for part in of["proof"] or []]
    if "leafIdx" in of:
        good = is_included(of["leafIdx"], of["treeSize"], b("leafHash"), proof, b("root"))
    else:
        good = is_consistent(of["size1"], of["size2"], proof, b("root1"), b("root2"))
    wrong += good == of["wantErr"]
# RFC 8032, section 7.1, tests 1 and 2, and what must not be taken for them.
for public, message, signature in [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
]:
    public, message, signature = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    s = int.from_bytes(signature[32:], "little") + ORDER
    bad = [(public, message + b"x", signature), (public, message, signature[:32] + s.to_bytes(32, "little")),
           (public, message, bytes([signature[0] ^ 1]) + signature[1:]), (public, message, signature + b"x")]
    wrong += not is_signed(public, message, signature)
    wrong += sum(is_signed(*one) for one in bad)
print(wrong)
`
  function judge(text: string): number {
    const program = `${text.replace('if __name__ == "__main__":\n    sys.exit(main())', '')}\nVECTORS = ${JSON.stringify(vectors)}\n${judging}`
    return Number(execFileSync('python3', ['-'], { input: program }).toString())
  }

  it.each([
    ['sha256(b"\\x01" + left + right)', 'sha256(left + right)'],
    ['if not 0 <= index < size or', 'if'],
    [' or len(leaf) != 32', ''],
    ['return sn == 0 and r == root', 'return r == root'],
    ['return sn == 0 and fr == first_root and', 'return sn == 0 and'],
    [' and sr == second_root', ''],
    ['return not proof and first_root', 'return first_root'],
    ['or s >= ORDER', ''],
    ['== signature[:32]', '!= b""'],
  ])('the stand-alone verifier: %j as %j is caught', (from, to) => {
    expect(judge(planted(script, [from, to]))).toBeGreaterThan(0)
  })
})
