#!/usr/bin/env bash
# A list of hosts hides why none of them answers: @eventstore/db-client 6.2.1 keeps the reason to itself.
#
# With one host in the connection string a certificate that nobody signed is named in the error, and an operator knows what
# to do. With the same host in a list, which is how a cluster is named, the client asks each for gossip, passes over every
# error, and says after its attempts that it failed to discover. An unknown CA, a wrong port and a server that is down
# read alike, and waiting helps with one of the three only.
# For whoever runs a cluster: ask the hosts yourself (a TLS handshake tells) before you believe that there is no leader.
# Source: the package's dist/Client/discovery.js; its documentation of connection strings says nothing of it.
set -euo pipefail
packages=(@eventstore/db-client@6.2.1 @grpc/grpc-js@1.14.7 selfsigned@2.4.1)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import grpc from '@grpc/grpc-js'
import selfsigned from 'selfsigned'

const require = createRequire(import.meta.url)
const { EventStoreDBClient, jsonEvent } = require('@eventstore/db-client')
setTimeout(() => process.exit(1), 60_000).unref()

const { private: key, cert } = selfsigned.generate([{ name: 'commonName', value: 'localhost' }], {
  keySize: 2048,
  extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
})
const server = new grpc.Server()
const pair = { private_key: Buffer.from(key), cert_chain: Buffer.from(cert) }
const port = await new Promise((resolve, reject) =>
  server.bindAsync('localhost:0', grpc.ServerCredentials.createSsl(null, [pair]), (error, bound) =>
    error ? reject(error) : resolve(bound),
  ),
)
const host = `localhost:${port}`
const said = async (hosts) => {
  const client = EventStoreDBClient.connectionString(`esdb://${hosts}?maxDiscoverAttempts=2`)
  const error = await client
    .appendToStream('deal-1', jsonEvent({ type: 'DealWon', data: {} }))
    .then(() => 'appended', ({ message }) => message)
  await client.dispose().catch(() => {})
  return error
}
const [one, list] = [await said(host), await said(`${host},${host}`)]
server.forceShutdown()
console.log('expected: both name the certificate')
console.log(`seen:     one host: ${one}`)
console.log(`          a list:   ${list}`)
assert.match(one, /self.signed|certificate/i)
assert.doesNotMatch(list, /self.signed|certificate/i)
assert.match(list, /discover/i)
process.exit(0)
JS
node finding.mjs
