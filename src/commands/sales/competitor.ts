import { competitor } from '../../domain/sales/competitor.ts'
import { recordCommands } from '../record.ts'

export const competitorCommands = recordCommands(competitor, 'a competitor', { unique: 'name' })
