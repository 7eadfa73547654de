import type { Reader } from '../../platform/log/event-store/protobuf.ts'
import { CallError, status } from './grpc.ts'
import { isListed, type RecordedEvent } from './model.ts'
import { InvalidExpression, translate } from './regular-expression.ts'

export interface Filter {
  /** What $all does not show matches nothing. */
  matches(event: RecordedEvent): boolean
  /** So many events are looked at in one go. */
  window: number
  /** A checkpoint is due after this many events were looked at. */
  checkpointInterval: number
}

const defaultWindow = 32

/** FilterOptions, the same in Streams and in PersistentSubscriptions. */
export function readFilter(reader: Reader): Filter {
  let matches: ((text: string) => boolean) | undefined
  let on: 'stream' | 'type' = 'type'
  let window: number | undefined
  let multiplier = 0
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1 || field === 2) {
      on = field === 1 ? 'stream' : 'type'
      matches = readExpression(reader.message())
    } else if (field === 3) window = reader.uint()
    else if (field === 4) {
      window = defaultWindow
      reader.skip()
    } else if (field === 5) multiplier = reader.uint()
    else reader.skip()
  }
  if (matches === undefined) throw new CallError(status.invalidArgument, 'The filter is empty.')
  if (window === undefined || window < 1 || multiplier < 1) {
    throw new CallError(
      status.invalidArgument,
      'The search window and the checkpoint interval must be given and be above 0.',
    )
  }
  const accepts = matches
  return {
    matches: (event) => accepts(event[on]) && isListed(event.stream),
    window,
    checkpointInterval: window * multiplier,
  }
}

/** A regular expression if there is one, else prefixes; none of them matches nothing. */
function readExpression(reader: Reader): (text: string) => boolean {
  let regex = ''
  const prefixes: string[] = []
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) regex = reader.string()
    else if (field === 2) prefixes.push(reader.string())
    else reader.skip()
  }
  if (regex === '') return (text) => prefixes.some((prefix) => text.startsWith(prefix))
  try {
    const expression = translate(regex)
    return (text) => expression.test(text)
  } catch (error) {
    if (!(error instanceof InvalidExpression)) throw error
    throw new CallError(status.unknown, `The regular expression "${regex}" is refused: ${error.message}.`)
  }
}
