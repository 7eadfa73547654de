#!/usr/bin/env bash
# @eventstore/db-client 6.2.1 says that every stream stands at revision 1 when an append is refused.
#
# With throwOnAppendFailure=false a refused append returns { success: false, nextExpectedRevision }, to retry from. On
# the batch path, which appends without credentials of their own take, that number is BigInt(true): the answer to "is
# there a revision?" in place of the revision. The server below says 41; the client says 1. A stream of two events is
# right by luck.
# For an event-sourced system: a retry from that revision fails for ever. Use the throwing mode, whose error has it
# right.
# Source: shared.proto, WrongExpectedVersion.current_stream_revision; the client's types: nextExpectedRevision is a
# revision.
set -euo pipefail
packages=(@eventstore/db-client@6.2.1 @grpc/grpc-js@1.14.7 google-protobuf@3.21.4)
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
const { BatchAppendResp } = generated('streams_pb')
const { ServerFeaturesService } = generated('serverfeatures_grpc_pb')
const { SupportedMethod, SupportedMethods } = generated('serverfeatures_pb')
const { WrongExpectedVersion } = generated('shared_pb')
const { Status } = generated('status_pb')
const { Any } = require('google-protobuf/google/protobuf/any_pb.js')
const { Empty } = require('google-protobuf/google/protobuf/empty_pb.js')

setTimeout(() => process.exit(1), 60_000).unref()

// A server that refuses every append, since the stream is at revision 41.
const features = new SupportedMethods()
features.setEventStoreServerVersion('24.6.0')
const batch = new SupportedMethod()
batch.setServiceName('event_store.client.streams.streams')
batch.setMethodName('batchappend')
features.addMethods(batch)
const refuse = (call) =>
  call.on('data', (request) => {
    const wrong = new WrongExpectedVersion()
    wrong.setCurrentStreamRevision('41')
    wrong.setExpectedNoStream(new Empty())
    const details = new Any()
    details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion')
    const status = new Status()
    status.setCode(grpc.status.FAILED_PRECONDITION)
    status.setDetails(details)
    const answer = new BatchAppendResp()
    answer.setCorrelationId(request.getCorrelationId())
    answer.setStreamIdentifier(request.getOptions().getStreamIdentifier())
    answer.setError(status)
    call.write(answer)
  })
const none = (call) => call.end?.()
const server = new grpc.Server()
server.addService(ServerFeaturesService, { getSupportedMethods: (_, reply) => reply(null, features) })
server.addService(StreamsService, { batchAppend: refuse, append: none, read: none, delete: none, tombstone: none })
const port = await new Promise((resolve, reject) =>
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
    error ? reject(error) : resolve(bound),
  ),
)

const append = async (mode) => {
  const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false${mode}`)
  const event = jsonEvent({ type: 'DealWon', data: {} })
  try {
    return await client.appendToStream('deal-1', event, { expectedRevision: 'no_stream' })
  } catch (error) {
    return error
  } finally {
    await client.dispose()
  }
}
const returned = await append('&throwOnAppendFailure=false')
const thrown = await append('')
server.forceShutdown()
console.log('expected: success false, nextExpectedRevision 41')
console.log(`seen:     success ${returned.success}, nextExpectedRevision ${returned.nextExpectedRevision}`)
console.log(`          (the throwing mode: actualVersion ${thrown.actualVersion})`)
assert.deepEqual(
  { success: returned.success, next: returned.nextExpectedRevision, thrown: Number(thrown.actualVersion) },
  { success: false, next: 1n, thrown: 41 },
)
JS
node finding.mjs
