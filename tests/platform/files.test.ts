import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { fileTypeOf } from '../../src/domain/activities/file-type.ts'
import { checkContents, copyContents } from '../../src/platform/files/check.ts'
import { openStorage } from '../../src/platform/files/open-storage.ts'
import { clamAv, ScannerUnavailable } from '../../src/platform/files/scanner.ts'
import { type Storage, StorageUnavailable } from '../../src/platform/files/storage.ts'
import { readConfig } from '../../src/platform/process/config.ts'
import { BrokenSeal } from '../../src/platform/vault/cipher.ts'
import {
  decryptRange,
  decryptStream,
  encryptStream,
  sealedRange,
} from '../../src/platform/vault/stream-cipher.ts'
import { clamd, eicar } from '../support/clamd.ts'
import { objectStore } from '../support/object-store.ts'

const place = mkdtempSync(join(tmpdir(), 'files-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

async function* piecesOf(whole: Buffer, size = 10_000) {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size)
}
async function whole(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}
const addressOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('OPP-07 a content that is encrypted as it comes', () => {
  const key = randomBytes(32)
  const segment = 64 * 1024
  const sealed = (plain: Buffer, size?: number) => whole(encryptStream(key, piecesOf(plain, size)))

  it('is the same again, whatever its length and in whatever pieces', async () => {
    for (const length of [0, 1, segment - 1, segment, segment + 1, 2 * segment, 300_000]) {
      const plain = randomBytes(length)
      const text = await sealed(plain, 7_777)
      expect(text.length).toBe(length + 16 * Math.max(1, Math.ceil(length / segment)))
      expect(plain.equals(await whole(decryptStream(key, piecesOf(text, 999))))).toBe(true)
    }
  })

  it('is not opened when it was altered, cut, put in another order, or is under another key', async () => {
    const text = await sealed(randomBytes(3 * segment))
    const one = segment + 16
    const flipped = Buffer.from(text)
    flipped[one + 5] = (flipped[one + 5] ?? 0) ^ 1
    const swapped = Buffer.concat([
      text.subarray(one, 2 * one),
      text.subarray(0, one),
      text.subarray(2 * one),
    ])
    for (const bad of [flipped, swapped, text.subarray(0, 2 * one), text.subarray(0, -1), Buffer.alloc(0)])
      await expect(whole(decryptStream(key, piecesOf(bad)))).rejects.toBeInstanceOf(BrokenSeal)
    await expect(whole(decryptStream(randomBytes(32), piecesOf(text)))).rejects.toBeInstanceOf(BrokenSeal)
  })
})

describe('OPP-07 some bytes of a content', () => {
  const key = randomBytes(32)
  const segment = 64 * 1024
  const cut = (bytes: Buffer, { from, to }: { from: number; to: number }) => bytes.subarray(from, to + 1)
  const read = (text: Buffer, range: { from: number; to: number }, bytes: number) =>
    whole(decryptRange(key, piecesOf(cut(text, sealedRange(range)), 9_999), range, bytes))

  it('are those that the whole has there, of which no more than their segments is read', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 * segment }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (bytes, one, other) => {
          const [from = 0, to = 0] = [one, other]
            .map((at) => Math.floor(at * (bytes - 1)))
            .sort((a, b) => a - b)
          const plain = randomBytes(bytes)
          const text = await whole(encryptStream(key, piecesOf(plain, 50_000)))
          expect(cut(plain, { from, to }).equals(await read(text, { from, to }, bytes))).toBe(true)
          expect(cut(text, sealedRange({ from, to })).length).toBeLessThanOrEqual(
            to - from + 1 + 2 * (segment + 16),
          )
        },
      ),
      { numRuns: 30 },
    ))

  it('are not handed out where they were altered, moved, cut, or made the end', async () => {
    const text = await whole(encryptStream(key, piecesOf(randomBytes(3 * segment))))
    const range = { from: segment + 5, to: 2 * segment + 5 }
    const sealed = cut(text, sealedRange(range))
    const flipped = Buffer.from(sealed)
    flipped[7] = (flipped[7] ?? 0) ^ 1
    const first = cut(text, sealedRange({ from: 0, to: segment + 5 }))
    for (const bad of [
      flipped,
      first,
      sealed.subarray(0, segment + 16),
      sealed.subarray(0, -1),
      Buffer.alloc(0),
    ])
      await expect(whole(decryptRange(key, piecesOf(bad), range, 3 * segment))).rejects.toBeInstanceOf(
        BrokenSeal,
      )
    // As if it ended there.
    await expect(
      whole(decryptRange(key, piecesOf(sealed), range, 3 * segment - 70_000)),
    ).rejects.toBeInstanceOf(BrokenSeal)
  })
})

describe('OPP-07 what a file is, by its content', () => {
  const zip = (...names: string[]) =>
    Buffer.concat(
      names.map((name) => {
        const head = Buffer.alloc(30)
        head.write('PK\u0003\u0004', 'latin1')
        head.writeUInt16LE(name.length, 26)
        return Buffer.concat([head, Buffer.from(`${name}data`)])
      }),
    )
  const png = Buffer.from('\u0089PNG\r\n\u001a\n....', 'latin1')

  it.each([
    ['a.pdf', Buffer.from('%PDF-1.7 ...'), 'application/pdf'],
    ['a.PNG', png, 'image/png'],
    ['a.jpeg', Buffer.from('ffd8ffe000104a464946', 'hex'), 'image/jpeg'],
    ['a.docx', zip('[Content_Types].xml', 'word/document.xml'), /wordprocessingml/],
    ['a.xlsx', zip('xl/workbook.xml', '[Content_Types].xml'), /spreadsheetml/],
    ['a.odt', zip('mimetypeapplication/vnd.oasis.opendocument.text'), /opendocument\.text/],
    ['a.zip', zip('letter.txt'), 'application/zip'],
    ['a.csv', Buffer.from('Name;Größe\nÄpfel;3\n'), 'text/csv'],
    ['a.txt', Buffer.from('Gr\u00f6\u00dfe', 'latin1'), 'text/plain'],
    ['a.txt', Buffer.from('\ufeffGröße', 'utf16le'), 'text/plain'],
  ])('takes %s as it is', (name, first, type) => {
    expect(fileTypeOf(name, first).type).toMatch(type)
  })

  it.each([
    ['a.pdf', png, 'file.type-differs'],
    ['a.txt', png, 'file.type-differs'],
    ['a.docx', zip('META-INF/MANIFEST.MF', 'Main.class'), 'file.type-differs'],
    ['a.docx', zip('[Content_Types].xml', 'xl/workbook.xml'), 'file.type-differs'],
    ['a.pdf', Buffer.from('MZ\u0090\0', 'latin1'), 'file.executable'],
    ['a.txt', Buffer.from('#!/bin/sh\nrm -rf'), 'file.executable'],
    ['a.zip', Buffer.from('\u007fELF\u0002', 'latin1'), 'file.executable'],
    ['a.exe', Buffer.from('text'), 'file.type-refused'],
    ['a.svg', Buffer.from('<svg/>'), 'file.type-refused'],
    ['a.html', Buffer.from('<html>'), 'file.type-refused'],
    ['README', Buffer.from('text'), 'file.type-refused'],
    ['a.txt', Buffer.alloc(0), 'file.empty'],
  ])('refuses %s that is something else, or nothing that is taken', (name, first, code) => {
    expect(() => fileTypeOf(name, first)).toThrow(expect.objectContaining({ code }))
  })
})

describe('where contents lie', async () => {
  const bucket = await objectStore()
  afterAll(() => bucket.close())
  const folder = join(place, 'folder')
  const bytes = randomBytes(300_000)
  const address = addressOf(bytes)

  it.each([
    ['a folder', pathToFileURL(folder).href],
    ['a bucket', bucket.url],
  ])('%s has what was put there, under its hash, until it is removed', async (_, url) => {
    const storage = await openStorage(url)
    expect(await storage.get(address)).toBeUndefined()
    await storage.put(address, piecesOf(bytes), bytes.length)
    await storage.put(address, piecesOf(bytes), bytes.length)
    expect(bytes.equals(await whole((await storage.get(address)) ?? piecesOf(Buffer.alloc(0))))).toBe(true)
    for (const [from, to] of [
      [0, 0],
      [1000, 2000],
      [299_999, 999_999],
    ] as const) {
      const some = await whole((await storage.get(address, { from, to })) ?? piecesOf(Buffer.alloc(0)))
      expect(bytes.subarray(from, to + 1).equals(some)).toBe(true)
    }
    await storage.remove(address)
    await storage.remove(address)
    expect(await storage.get(address)).toBeUndefined()
    expect(storage.place).not.toContain('secret')
  })

  it('a bucket takes only what has its hash, from who has its key, and says why not', async () => {
    const storage = await openStorage(bucket.url)
    const wrong = addressOf(Buffer.from('something else'))
    await expect(storage.put(wrong, piecesOf(bytes), bytes.length)).rejects.toThrow(
      /XAmzContentSHA256Mismatch/,
    )
    const stranger = await openStorage(bucket.url.replace(/a%2Bsecret/, 'another'))
    await expect(stranger.get(address)).rejects.toThrow(/SignatureDoesNotMatch/)
    const nowhere = await openStorage('s3://key:secret@files?endpoint=http://127.0.0.1:1')
    await expect(nowhere.put(address, piecesOf(bytes), bytes.length)).rejects.toBeInstanceOf(
      StorageUnavailable,
    )
  })

  it('a folder keeps nothing of what does not come whole, and sweeps what a killed process left', async () => {
    async function* cut() {
      yield bytes.subarray(0, 100)
      throw new Error('cut')
    }
    const storage = await openStorage(pathToFileURL(folder).href)
    await expect(storage.put(address, cut(), bytes.length)).rejects.toThrow('cut')
    expect(await storage.get(address)).toBeUndefined()
    const [old, young] = [join(folder, 'incoming', 'old'), join(folder, 'incoming', 'young')]
    writeFileSync(old, 'half')
    writeFileSync(young, 'half')
    utimesSync(old, 0, 0)
    await openStorage(pathToFileURL(folder).href)
    expect([existsSync(old), existsSync(young)]).toStrictEqual([false, true])
    rmSync(young)
    expect(readdirSync(join(folder, 'incoming'))).toStrictEqual([])
  })

  it('is checked by hash, and copied with nothing that is damaged', async () => {
    const [from, to] = await Promise.all(
      ['from', 'to'].map((name) => openStorage(pathToFileURL(join(place, name)).href)),
    )
    const contents = await Promise.all(
      [1, 2, 3].map(async () => {
        const one = randomBytes(1000)
        await from?.put(addressOf(one), piecesOf(one), one.length)
        return addressOf(one)
      }),
    )
    const [good = '', damaged = '', missing = ''] = contents
    writeFileSync(join(place, 'from', damaged.slice(0, 2), damaged), 'other')
    await from?.remove(missing)
    const asked = contents.map((blob) => ({ blob, stream: 'file-1' }))
    expect(await checkContents(from as Storage, asked)).toStrictEqual([
      { blob: damaged, stream: 'file-1', message: 'it is not what was written' },
      { blob: missing, stream: 'file-1', message: 'it is missing' },
    ])
    expect(await copyContents(from as Storage, to as Storage, contents)).toStrictEqual({
      copied: 1,
      missing: [damaged, missing],
    })
    expect(await copyContents(from as Storage, to as Storage, [good])).toStrictEqual({
      copied: 0,
      missing: [],
    })
  })
})

describe('a virus scanner', () => {
  it('names what it finds, in whatever pieces it comes, and says nothing of what is clean', async () => {
    const daemon = await clamd()
    for (const [content, found] of [
      [eicar, 'Eicar-Signature'],
      ['nothing', undefined],
    ] as const) {
      const scan = await clamAv(daemon.url).begin()
      for (const piece of content.match(/.{1,7}/g) ?? []) await scan.write(Buffer.from(piece))
      expect(await scan.end()).toBe(found)
    }
    await daemon.close()
  })

  it('that is not there, or does not take it all, has not scanned it', async () => {
    await expect(clamAv('tcp://127.0.0.1:1').begin()).rejects.toBeInstanceOf(ScannerUnavailable)
    const daemon = await clamd({ streamMaxLength: 1000 })
    const scan = await clamAv(daemon.url).begin()
    const sent = (async () => {
      for (let n = 0; n < 100; n++) await scan.write(Buffer.alloc(64 * 1024))
      return scan.end()
    })()
    await expect(sent).rejects.toBeInstanceOf(ScannerUnavailable)
    await daemon.close()
  })
})

describe('the settings of files', () => {
  it.each([
    [{ FILES_URL: 's3://bucket' }, /FILES_URL: must be file:\/\/\/<folder> or s3:/],
    [{ FILES_URL: 's3://k:s@b?endpoint=https://h&acl=public' }, /FILES_URL: must be/],
    [{ FILES_URL: 's3://k:s@b?endpoint=http://store.example' }, /FILES_URL: let its endpoint be https/],
    [{ CLAMAV_URL: 'http://clam' }, /CLAMAV_URL: must be a URL that starts with tcp/],
    [{ CLAMAV_URL: 'tcp://clam.example:3310' }, /CLAMAV_URL: files would be readable/],
    [{ HINDSIGHT_FILE_MB: '0' }, /HINDSIGHT_FILE_MB: must be at least 1/],
  ])('are refused where they cannot be meant: %o', (env, message) => {
    expect(() => readConfig(env)).toThrow(message)
  })

  it('lie beside all else unless told', () => {
    const { files } = readConfig({ HINDSIGHT_DATA: '/data' })
    expect(files).toStrictEqual({
      url: 'file:///data/files',
      scanner: undefined,
      unscanned: false,
      megabytes: 25,
    })
    const url = 's3://k:s@b/crm?endpoint=http://store:9000'
    expect(readConfig({ FILES_URL: url, HINDSIGHT_PLAIN_STORES: 'true' }).files.url).toBe(url)
  })
})
