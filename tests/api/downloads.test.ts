import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachment } from '../../src/api/http/download.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

describe('the name of a download', () => {
  it('is set by us, whatever the request calls it', async () => {
    const principal = systemPrincipal('test', { kind: 'cli' })
    const body = { name: { first: null, last: 'Kept' }, email: 'kept@example.com' }
    const { id } = await t.execute({ command: 'contact.create', body, principal })
    await t.settled()
    const admin = t.as('admin')
    const made = await admin.post(`/api/contacts/${id}/privacy/restrict`)
    const { requestId } = made.json<{ requestId: string }>()
    const path = `/api/privacy-requests/${requestId}/receipt`
    const { headers } = await admin.get(path)
    const name = `hindsight-receipt-${requestId}.txt`
    expect(headers['content-disposition']).toBe(`attachment; filename="${name}"; filename*=UTF-8''${name}`)
    expect((await admin.get(`${path}?filename=evil.exe`)).statusCode).toBe(400)
  })

  it('is encoded: it neither ends the header nor names a folder, and browsers read it back', () => {
    fc.assert(
      fc.property(
        fc
          .array(
            fc.oneof(
              fc.nat(0x10ffff),
              fc.constantFrom(...'"\\/;%\'\r\né'.split('').map((sign) => sign.charCodeAt(0))),
            ),
          )
          .map((codes) => String.fromCodePoint(...codes)),
        (name) => {
          const [, ascii = '', encoded = ''] =
            /^attachment; filename="([ -~]*)"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]*)$/.exec(
              attachment(name),
            ) ?? expect.unreachable(attachment(name))
          expect(ascii).not.toMatch(/["\\/%]/)
          const read = decodeURIComponent(encoded)
          expect(read).not.toMatch(/[\p{Cc}"\\/]/u)
          // What needed no cleaning is as it was.
          if (/^[^\p{C}"\\/]*$/u.test(name)) expect(read).toBe(name)
        },
      ),
    )
  })
})
