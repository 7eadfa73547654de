import { scimEndpoints } from '../../api/identity/scim/scim.ts'
import { feature } from '../feature.ts'

/** The organisation's directory tells of users and teams. */
export const scim = feature({ name: 'scim', endpoints: [scimEndpoints] })
