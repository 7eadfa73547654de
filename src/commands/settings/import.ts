import { dataImport } from '../../domain/settings/import.ts'
import { commandsOf } from '../command.ts'

/** Sent by what carries an import out; that one is asked for with a file. */
export const importCommands = commandsOf(dataImport, () => ({
  'import.start': { summary: 'Begin to bring a file in', internal: true, permission: 'import.run' },
  'import.end': { summary: 'Note what came of an import', internal: true, permission: 'import.run' },
  'import.begin-revert': { summary: 'Begin to undo an import', internal: true, permission: 'import.revert' },
  'import.end-revert': {
    summary: 'Note what came of undoing it',
    internal: true,
    permission: 'import.revert',
  },
}))
