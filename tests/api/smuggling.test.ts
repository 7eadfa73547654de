import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
let port: number
beforeAll(async () => {
  t = await testApp()
  await t.app.listen({ port: 0, host: '127.0.0.1' })
  port = (t.app.server.address() as AddressInfo).port
})
afterAll(() => t.close())

/** All that comes back for these bytes until the server closes the connection, as it does after the hidden request. */
async function answers(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let said = ''
  socket.setEncoding('utf8').on('data', (more: string) => {
    said += more
  })
  socket.on('error', () => {})
  socket.write(text, 'latin1')
  await once(socket, 'close')
  return said
}

const statuses = (said: string) => [...said.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status)

const hidden = 'GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
const post = 'POST /api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
const body = '{"email":"a@b.example","password":"wrong-password"}'
const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`

describe('the end of a request', () => {
  it('is where its length or its last chunk says, and nowhere else', async () => {
    const whole = `${post}Content-Length: ${body.length}\r\n\r\n${body}`
    expect(statuses(await answers(`${whole}${hidden}`))).toStrictEqual(['401', '200'])
    const inChunks = `${post}Transfer-Encoding: chunked\r\n\r\n${chunked}`
    expect(statuses(await answers(`${inChunks}${hidden}`))).toStrictEqual(['401', '200'])
  })

  it.each([
    ['a length and chunks', `Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`],
    ['chunks and a length', `Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n${chunked}`],
    ['two lengths', `Content-Length: 0\r\nContent-Length: ${body.length}\r\n\r\n${body}`],
    ['a list of lengths', `Content-Length: 0, ${body.length}\r\n\r\n${body}`],
    ['a length with a sign', `Content-Length: +${body.length}\r\n\r\n${body}`],
    ['a length in hex', `Content-Length: 0x10\r\n\r\n${body}`],
    ['a space before the colon', `Content-Length : ${body.length}\r\n\r\n${body}`],
    ['a folded header', `X: a\r\n Content-Length: 0\r\nTransfer-Encoding:\r\n chunked\r\n\r\n${chunked}`],
    ['an unknown coding', `Transfer-Encoding: xchunked\r\n\r\n${chunked}`],
    ['chunked, but not last', `Transfer-Encoding: chunked, identity\r\n\r\n${chunked}`],
    ['chunked twice', `Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`],
    ['a chunk of no size', `Transfer-Encoding: chunked\r\n\r\nx\r\n${body}\r\n0\r\n\r\n`],
    ['a chunk longer than it says', `Transfer-Encoding: chunked\r\n\r\n1\r\n${body}\r\n0\r\n\r\n`],
    ['a line that ends in LF alone', `Content-Length: 0\nTransfer-Encoding: chunked\r\n\r\n${chunked}`],
    ['a NUL in a header', `X: a\0b\r\nContent-Length: 0\r\n\r\n`],
  ])('with %s is not guessed: what follows is not answered', async (_, rest) => {
    const got = statuses(await answers(`${post}${rest}${hidden}`))
    expect(got).not.toContain('200')
    expect(got.filter((status) => status !== '400' && status !== '401')).toStrictEqual([])
    expect(got).toContain('400')
  })
})
