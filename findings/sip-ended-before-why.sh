#!/usr/bin/env bash
# sip.js 0.21.2 says that a call is over before it says with which answer.
#
# Who calls is answered 603 (Decline). The session's state becomes Terminated first, and only then is `onReject` of the
# request called, which has the answer. What tells people how a call ended listens for the state, as the README does, and says
# the same of a call that was declined, of a busy line and of a network that failed; what it learns a moment later is too late.
# For a CRM: each call that was declined is logged as one that could not be made. Wait for the end of the current turn
# (queueMicrotask) after Terminated, or end the call in `onReject` alone and let the state be for what has no answer.
# Source: RFC 3261, section 13.2.2.3: it is the answer that ends the session. README of sip.js, "Usage":
# the session's state is listened to for "Session has terminated."; nothing is said of the answer, or of their order.
set -euo pipefail
packages=(sip.js@0.21.2)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.cjs <<'JS'
const assert = require('node:assert/strict')
const { EmitterImpl, Inviter, TransportState, UserAgent } = require('sip.js')

// A transport that is connected, and declines what is sent to it, as a telephone would.
class Telephone {
  protocol = 'WSS'
  state = TransportState.Connected
  stateChange = new EmitterImpl()
  isConnected() {
    return true
  }
  async connect() {}
  async disconnect() {}
  async dispose() {}
  async send(message) {
    if (!message.startsWith('INVITE')) return
    const kept = message.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq):/.test(line))
    const [to] = message.split('\r\n').filter((line) => line.startsWith('To:'))
    const answer = ['SIP/2.0 603 Decline', ...kept, `${to};tag=1`, 'Content-Length: 0', '', '']
    setImmediate(() => this.onMessage(answer.join('\r\n')))
  }
}
const sound = () => ({
  close() {},
  hasDescription: () => false,
  holdModifier: async (one) => one,
  getDescription: async () => ({ body: 'v=0\r\n', contentType: 'application/sdp' }),
  setDescription: async () => {},
  rollbackDescription: async () => {},
  sendDtmf: () => false,
})

async function main() {
  const agent = new UserAgent({
    uri: UserAgent.makeURI('sip:anna@example.com'),
    transportConstructor: Telephone,
    sessionDescriptionHandlerFactory: sound,
    logBuiltinEnabled: false,
  })
  await agent.start()
  const told = []
  const call = new Inviter(agent, UserAgent.makeURI('sip:ben@example.com'))
  const over = new Promise((resolve) => {
    call.stateChange.addListener((state) => state === 'Terminated' && told.push('it is over'))
    void call.invite({
      requestDelegate: {
        onReject: ({ message }) => resolve(told.push(`it was answered ${message.statusCode}`)),
      },
    })
  })
  await over
  console.log('expected: it was answered 603, it is over')
  console.log(`seen:     ${told.join(', ')}`)
  assert.deepEqual(told, ['it is over', 'it was answered 603'])
  process.exit(0)
}
main()
JS
node finding.cjs
