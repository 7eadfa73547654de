import { CallError, status } from './grpc.ts'
import type { RecordedEvent } from './model.ts'
import type { Reader } from './protobuf.ts'

export interface Filter {
  matches(event: RecordedEvent): boolean
  /** A checkpoint is due after this many events were looked at. */
  checkpointInterval: number
}

const defaultWindow = 32

/** FilterOptions, the same in Streams and in PersistentSubscriptions. */
export function readFilter(reader: Reader): Filter {
  let matches: ((text: string) => boolean) | undefined
  let on: 'stream' | 'type' = 'type'
  let window = defaultWindow
  let multiplier = 1
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1 || field === 2) {
      on = field === 1 ? 'stream' : 'type'
      matches = readExpression(reader.message())
    } else if (field === 3) window = reader.uint()
    else if (field === 5) multiplier = reader.uint()
    else reader.skip()
  }
  if (matches === undefined) throw new CallError(status.invalidArgument, 'The filter is empty.')
  if (window < 1 || multiplier < 1) {
    throw new CallError(
      status.invalidArgument,
      'The search window and the checkpoint interval must be above 0.',
    )
  }
  const accepts = matches
  return { matches: (event) => accepts(event[on]), checkpointInterval: window * multiplier }
}

function readExpression(reader: Reader): (text: string) => boolean {
  let regex = ''
  const prefixes: string[] = []
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) regex = reader.string()
    else if (field === 2) prefixes.push(reader.string())
    else reader.skip()
  }
  if (prefixes.length > 0) return (text) => prefixes.some((prefix) => text.startsWith(prefix))
  try {
    const expression = new RegExp(regex)
    return (text) => expression.test(text)
  } catch {
    throw new CallError(status.invalidArgument, `"${regex}" is no regular expression.`)
  }
}
