#!/usr/bin/env bash
# Two clients of @eventstore/db-client 6.2.1, connected to two servers: an error of one rejects the appends of the
# other.
#
# Clients are objects with connections of their own, so one per tenant or per store looks like isolation. The promises
# of batch appends in flight are kept in one table of the *module*, and an error on any client's append stream rejects
# all of them and empties it. Here one server is full; an append that the other is still working on is reported as
# failed for it.
# For an event-sourced system: the outcome of that append is unknown, not failed; it may be in the log a moment later.
# Treat a rejected append as unknown and retry with the same event ids and an exact revision.
# Source: the package's dist/streams/appendToStream/batchAppend.js (promiseBank); its documentation says nothing of
# it.
set -euo pipefail
packages=(@eventstore/db-client@6.2.1 @grpc/grpc-js@1.14.7)
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

const require = createRequire(import.meta.url)
const { EventStoreDBClient, jsonEvent } = require('@eventstore/db-client')
const generated = (name) => require(`@eventstore/db-client/generated/${name}.js`)
const { StreamsService } = generated('streams_grpc_pb')
const { ServerFeaturesService } = generated('serverfeatures_grpc_pb')
const { SupportedMethod, SupportedMethods } = generated('serverfeatures_pb')

setTimeout(() => process.exit(1), 60_000).unref()

const features = new SupportedMethods()
features.setEventStoreServerVersion('24.6.0')
const batch = new SupportedMethod()
batch.setServiceName('event_store.client.streams.streams')
batch.setMethodName('batchappend')
features.addMethods(batch)
const none = (call) => call.end?.()
const serve = async (batchAppend) => {
  const server = new grpc.Server()
  server.addService(ServerFeaturesService, { getSupportedMethods: (_, reply) => reply(null, features) })
  server.addService(StreamsService, { batchAppend, append: none, read: none, delete: none, tombstone: none })
  const port = await new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  )
  return { server, client: EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`) }
}
const append = ({ client }) =>
  client.appendToStream('deal-1', jsonEvent({ type: 'DealWon', data: {} })).then(
    () => 'appended',
    ({ message }) => message,
  )

let arrived
const received = new Promise((resolve) => {
  arrived = resolve
})
const busy = await serve((call) => call.on('data', arrived))
const full = await serve((call) =>
  call.on('data', () => call.emit('error', { code: grpc.status.RESOURCE_EXHAUSTED, details: 'the disk is full' })),
)
const waiting = append(busy)
await received
await append(full)
const seen = await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 5000, 'still waiting'))])
for (const { client, server } of [busy, full]) {
  await client.dispose()
  server.forceShutdown()
}
console.log('expected: the append on the busy server is still waiting')
console.log(`seen:     ${seen}`)
assert.match(seen, /the disk is full/)
JS
node finding.mjs
