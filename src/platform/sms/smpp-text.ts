import type { Pdu } from 'smpp'

/** What a message says. Bytes that are in no coding we know (8-bit data) say nothing. */
export function textOf({
  short_message,
  message_payload,
}: Pick<Pdu, 'short_message' | 'message_payload'>): string {
  const payload = Buffer.isBuffer(message_payload) ? message_payload : message_payload?.message
  const said = short_message?.message
  const text = said !== undefined && said.length > 0 ? said : (payload ?? '')
  return Buffer.isBuffer(text) ? '' : text
}
