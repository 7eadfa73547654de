import { record } from '../record.ts'
import { sendingRules } from './sending-rules.ts'

/** There is one, and every change of it is an event. */
export const sendingPolicy = record('sendingPolicy', sendingRules)
