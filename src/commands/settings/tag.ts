import { tag } from '../../domain/settings/tag.ts'
import { recordCommands } from '../record.ts'

export const tagCommands = recordCommands(tag, 'a tag', { unique: 'name' })
