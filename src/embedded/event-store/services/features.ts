import { Writer } from '../../../platform/log/event-store/protobuf.ts'
import { frame, type Handler } from '../grpc.ts'

/** The version of EventStoreDB whose behaviour this store follows. */
export const serverVersion = '24.6.0'

/** ServerFeatures/GetSupportedMethods: what clients may use; only what is served is listed. */
export function supportedMethods(paths: readonly string[]): Handler {
  const writer = new Writer(4096)
  for (const path of paths) {
    const [, service = '', method = ''] = path.split('/')
    writer.message(1, (entry) => {
      entry.string(1, method.toLowerCase()).string(2, service.toLowerCase())
      for (const feature of featuresOf(service)) entry.string(3, feature)
    })
  }
  const answer = frame(writer.string(2, serverVersion).finish())
  return (call) => call.send(answer)
}

/** What EventStoreDB calls the variants of a method. */
const featuresOf = (service: string): string[] =>
  service.endsWith('PersistentSubscriptions') ? ['stream', 'all'] : []
