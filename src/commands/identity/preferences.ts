import { defaultPreferences, type Preferences, preferences } from '../../domain/identity/preferences.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { commandsOf } from '../command.ts'
import type { Execute } from '../execute.ts'

export const preferencesId = (userId: string) => derivedId('preferences', userId)

/** Changed by their user only, through an endpoint of its own. */
export const preferencesCommands = commandsOf(preferences, () => ({
  'preferences.create': { summary: 'Set preferences', permission: 'preferences.change', internal: true },
  'preferences.change': { summary: 'Change preferences', internal: true },
  'preferences.archive': { summary: 'Archive preferences', internal: true },
  'preferences.restore': { summary: 'Restore preferences', internal: true },
}))

export async function preferencesOf(userId: string, { load }: Pick<Execute, 'load'>): Promise<Preferences> {
  return { ...defaultPreferences, ...(await load(preferences, preferencesId(userId))) }
}
