import { claim } from './commands/claims.ts'
import type { CommandDefinition } from './commands/command.ts'
import { sessionCommands } from './commands/identity/session.ts'
import { teamCommands } from './commands/identity/team.ts'
import { userCommands } from './commands/identity/user.ts'
import type { AnyDecider } from './domain/decider.ts'
import { session } from './domain/identity/session.ts'
import { team } from './domain/identity/team.ts'
import { user } from './domain/identity/user.ts'
import type { QueryDefinition } from './api/query.ts'
import { sessionTable } from './projections/identity/session.ts'
import { teamTable } from './projections/identity/team.ts'
import { userTable } from './projections/identity/user.ts'
import type { AnyProjection } from './projections/projection.ts'
import type { AnyProcessManager } from './sagas/process-manager.ts'

/** The one list of features. What is not named here does not exist. */
export const deciders: readonly AnyDecider[] = [claim, session, team, user]

export const commands: readonly CommandDefinition[] = [...sessionCommands, ...teamCommands, ...userCommands]

export const projections: readonly AnyProjection[] = [sessionTable, teamTable, userTable]

export const processManagers: readonly AnyProcessManager[] = []

export const queries: readonly QueryDefinition[] = []
