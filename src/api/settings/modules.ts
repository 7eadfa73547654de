import { moduleSwitchId } from '../../commands/settings/modules.ts'
import { moduleFields, moduleSwitch } from '../../domain/settings/modules.ts'
import type { Extension } from '../http/services.ts'
import type { IdentityService } from '../identity/identity.ts'
import { settingEndpoints } from '../lists/setting.ts'

/** Which modules are switched off (ADM-06). */
export function moduleEndpoints({ identity }: { identity: Pick<IdentityService, 'changed'> }): Extension {
  return (_app, services) =>
    settingEndpoints(services, {
      decider: moduleSwitch,
      id: moduleSwitchId,
      path: '/settings/modules',
      summaries: [
        'The modules that are switched off; the history is that of `id`',
        'Switch modules on and off, for everybody and at once; what is in them stays',
      ],
      fields: moduleFields,
      defaults: moduleFields.parse({}),
      change: moduleSwitch.commands['moduleSwitch.change'],
      // Who holds a connection open has other rights from now on.
      changed: async () => identity.changed(),
    })
}
