import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from '../../src/platform/log/canonical.ts'
import {
  checkpointText,
  cosigned,
  openCheckpoint,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  signedNote,
  signerOf,
} from '../../src/platform/log/transparency-log/note.ts'
import { filesOf, tarOf } from '../../src/platform/process/tar.ts'
import { times } from '../support/chance.ts'

describe('ES-14 signed notes', () => {
  // RFC 8032, section 7.1, test 1: the seed and its public key.
  const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')
  const publicKey = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'
  const signer = signerOf('example.com/log', seed)

  it('are signed with the key of the seed, whose id is that of the note format', () => {
    const typed = Buffer.from(signer.text.split('+').slice(2).join('+'), 'base64')
    expect(typed.toString('hex')).toBe(`01${publicKey}`)
    expect(parseVerifierKey(signer.text)?.id).toStrictEqual(signer.id)
    expect(parseVerifierKey(signer.text.replace('example', 'exampl'))).toBeUndefined()
  })

  // The key and the note of the documentation of golang.org/x/mod/sumdb/note.
  it('are read as others write them', () => {
    const key = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
    const note =
      'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n\n' +
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
    const text = note.replace('don’t', "don't")
    expect(key && openNote(text, [key])).toMatch(/^If you think/)
    expect(key && openNote(text.replace('answer', 'Answer'), [key])).toBeUndefined()
  })

  it('open with the right key only, unaltered only', () => {
    const text = checkpointText({ origin: signer.name, size: 7, root: randomBytes(32) })
    const note = signedNote(text, signer)
    expect(openCheckpoint(note, [signer])).toStrictEqual(parseCheckpoint(text))
    const other = signerOf(signer.name, randomBytes(32))
    expect(openCheckpoint(note, [other])).toBeUndefined()
    expect(openCheckpoint(cosigned(note, other), [other])?.size).toBe(7)
    expect(openCheckpoint(cosigned(note, other), [signer])?.size).toBe(7)
    expect(openCheckpoint(signedNote(text.replace('example', 'elsewhere'), signer), [signer])).toBeUndefined()
    const bytes = Buffer.from(note)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(openCheckpoint(flipped.toString(), [signer]), `bit ${bit}`).toBeUndefined()
    }
  })
})

describe('ES-14 canonical JSON', () => {
  it('is that of the examples of RFC 8785', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    }
    expect(canonical(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
    const keys = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 }
    expect(Object.keys(JSON.parse(canonical(keys)))).toHaveLength(7)
    expect([...canonical(keys).matchAll(/:(\d)/g)].map((match) => match[1]).join('')).toBe('2467153')
  })

  it('does not depend on the order of keys, and keeps the value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonical(turned)).toBe(canonical(value))
        expect(canonical(JSON.parse(canonical(value)))).toBe(canonical(value))
      }),
    )
  })
})

describe('ES-17 archives', () => {
  it('come back as they were, and show any flipped bit, cut or addition', () => {
    const file = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/), fc.uint8Array({ maxLength: 700 }))
    fc.assert(
      fc.property(fc.array(file, { maxLength: 4 }), fc.nat(), (list, pick) => {
        const files = new Map(list.map(([name, bytes]) => [name, Buffer.from(bytes)]))
        const tar = tarOf(files)
        const back = filesOf(tar)
        expect([...back.files]).toStrictEqual([...files])
        expect(back.damage).toBeUndefined()
        const flipped = Buffer.from(tar)
        const bit = pick % (tar.length * 8)
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        for (const bad of [flipped, tar.subarray(0, pick % tar.length), Buffer.concat([tar, Buffer.of(0)])]) {
          const read = filesOf(bad)
          const same =
            read.damage === undefined &&
            [...read.files].length === files.size &&
            [...files].every(([name, bytes]) => read.files.get(name)?.equals(bytes))
          expect(same).toBe(false)
        }
      }),
      { numRuns: times(60, 300) },
    )
  })
})
