import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { post } from '../../src/platform/outside/post.ts'
import { isGenuine, signed } from '../../src/platform/outside/signature.ts'

const said = { headers: {}, body: '{}' }

describe('QTC-08 what is called outside', () => {
  it.each([
    'http://example.com/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::ffff:169.254.169.254]/',
    'https://[fe80::1]/',
    'https://0.0.0.0/',
    'https://127.0.0.2/',
    'http://127.0.0.2/',
    'https://224.0.0.1/',
  ])('is never %s', async (url) => {
    await expect(post(url, said)).rejects.toMatchObject({ name: 'Unreachable' })
  })

  it.each([
    'https://10.0.0.1/',
    'https://172.16.3.4/',
    'https://192.168.1.1/',
    'https://0xc0a80101/',
    'https://3232235777/',
    'https://100.64.0.1/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd12::1]/',
    'https://[64:ff9b::a00:1]/',
    'https://[::1]/',
    'https://127.0.0.1/',
    'https://127.1/',
    'http://127.0.0.1/',
    // A name is held to what it resolves to for this connection.
    'https://localhost/',
    'http://localhost/',
  ])('INT-06 is not %s, where only the world is reached', async (url) => {
    await expect(post(url, { ...said, reach: 'world' })).rejects.toMatchObject({ name: 'Unreachable' })
  })

  it('follows nobody elsewhere, and waits for nobody without end', async () => {
    const asked: (string | undefined)[] = []
    const server = createServer(({ url }, reply) => {
      asked.push(url)
      if (url === '/moved') reply.writeHead(302, { location: '/there' }).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await post(`${root}/moved`, said)).toMatchObject({ status: 302 })
    await expect(post(`${root}/silent`, { ...said, within: 100 })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
    expect(asked).toEqual(['/moved', '/silent'])
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('QTC-09 a signature', () => {
  // The example of the standard's own libraries.
  const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')
  const body = '{"test": 2432232314}'
  const at = new Date(1_614_265_330_000).toISOString()
  const headers = signed([secret], { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at, body })

  it('is that of Standard Webhooks', () => {
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it('holds for this body, id and time only, and for five minutes', () => {
    const later = (ms: number) => new Date(Date.parse(at) + ms).toISOString()
    const holds = (of: object, text = body, now = at) =>
      isGenuine(secret, { ...headers, ...of }, Buffer.from(text), now)
    expect([holds({}), holds({}, body, later(300_000))]).toEqual([true, true])
    expect(holds({ 'webhook-signature': `v1,bm8= ${headers['webhook-signature']}` })).toBe(true)
    for (const wrong of [
      holds({}, body, later(301_000)),
      holds({}, body, later(-301_000)),
      holds({}, '{}'),
      holds({ 'webhook-id': 'msg_other' }),
      holds({ 'webhook-timestamp': '1614265331' }),
      holds({ 'webhook-timestamp': 'now' }),
      holds({ 'webhook-signature': undefined }),
      holds({ 'webhook-signature': headers['webhook-signature'].slice(3) }),
    ])
      expect(wrong).toBe(false)
  })
})
