import { exportEndpoints } from '../../api/log/exports.ts'
import { fullExportEndpoints } from '../../api/log/full-export.ts'
import { disclosureCommands } from '../../commands/settings/disclosure.ts'
import { disclosure as decider } from '../../domain/settings/disclosure.ts'
import { feature } from '../feature.ts'

/** Events handed out, with what it takes to prove them. */
export const disclosure = feature({
  decider,
  resource: 'disclosures',
  grants: () => [],
  commands: disclosureCommands,
  endpoints: [(parts) => exportEndpoints({ ...parts, disclosure: decider }), fullExportEndpoints],
})
