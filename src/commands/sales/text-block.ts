import { textBlock } from '../../domain/sales/text-block.ts'
import { recordCommands } from '../record.ts'

export const textBlockCommands = recordCommands(textBlock, 'a text block', { unique: 'name' })
