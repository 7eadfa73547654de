import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pdfOf } from '../../src/platform/papers/pdf.ts'
import { readPicture } from '../../src/platform/papers/picture.ts'
import { times } from '../support/chance.ts'

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** A PNG of RGBA that says of itself what it is told to. */
function png(asked: { width?: number; height?: number; told?: number; interlace?: number } = {}): Buffer {
  const { width = 3, height = 2, interlace = 0 } = asked
  const { told = width } = asked
  const head = Buffer.alloc(13)
  head.writeUInt32BE(told, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6, 0, 0, interlace], 8)
  const rows = Buffer.alloc(height * (1 + width * 4), 1)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
const url = (bytes: Buffer, kind = 'png') => `data:image/${kind};base64,${bytes.toString('base64')}`
const jpeg = Buffer.from('ffd8ffe000044a46ffc0000b080002000301011100ffd9', 'hex')

describe('a picture from outside', () => {
  it('is read as it is', () => {
    expect(readPicture(url(png()))).toEqual(png())
    expect(readPicture(url(jpeg, 'jpeg'))).toEqual(jpeg)
  })

  it.each([
    ['more pixels than it has', url(png({ told: 4 }))],
    ['a width that would take all memory', url(png({ told: 60_000, height: 60_000, width: 1 }))],
    ['a way of weaving its rows', url(png({ interlace: 1 }))],
    ['a chunk longer than itself', url(Buffer.from(png()).fill(0xff, 33, 37))],
    ['no end', url(png().subarray(0, -12))],
    ['another format', url(jpeg)],
    ['a format that is not drawn', 'data:image/webp;base64,UklGRhIAAABXRUJQVlA4TAYAAAAv'],
  ])('is not drawn when it has %s', (_, one) => {
    expect(readPicture(one)).toBeUndefined()
  })

  it('with any byte of it changed is left out or drawn, and never ends the process', async () => {
    const whole = png()
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const changed = Buffer.from(whole)
        changed[at] = byte
        const picture = readPicture(url(changed))
        if (!picture) return
        const pdf = await pdfOf(
          { title: 'One', at: '2026-01-01T00:00:00.000Z' },
          (doc) => void doc.image(picture, 50, 50),
        )
        expect(pdf.subarray(-6).toString()).toContain('%%EOF')
      }),
      { numRuns: times(100, 500) },
    )
  })
})
