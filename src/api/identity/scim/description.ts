import { groupSchema } from './group.ts'
import { userSchema } from './user.ts'

/** The largest page of a list. */
export const longestPage = 200

const schemaOf = 'urn:ietf:params:scim:schemas:core:2.0'

/** What is told of itself by a service of this protocol (RFC 7643, sections 5 to 7). */
export function descriptions(base: string) {
  const meta = (resourceType: string, path: string) => ({ resourceType, location: `${base}/${path}` })
  const type = (id: 'User' | 'Group', endpoint: string, schema: string) => ({
    schemas: [`${schemaOf}:ResourceType`],
    id,
    name: id,
    endpoint,
    schema,
    schemaExtensions: [],
    meta: meta('ResourceType', `ResourceTypes/${id}`),
  })
  const schema = (id: string, name: string, attributes: readonly unknown[]) => ({
    schemas: [`${schemaOf}:Schema`],
    id,
    name,
    attributes,
    meta: meta('Schema', `Schemas/${id}`),
  })
  return {
    serviceProvider: {
      schemas: [`${schemaOf}:ServiceProviderConfig`],
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: true, maxResults: longestPage },
      changePassword: { supported: false },
      sort: { supported: false },
      etag: { supported: true },
      authenticationSchemes: [
        {
          type: 'oauthbearertoken',
          name: 'API key',
          description: 'An API key that may user.provision, as Authorization: Bearer.',
          primary: true,
        },
      ],
      meta: meta('ServiceProviderConfig', 'ServiceProviderConfig'),
    },
    types: [type('User', '/Users', userSchema), type('Group', '/Groups', groupSchema)],
    schemas: [
      schema(userSchema, 'User', [
        attribute('userName', { required: true, uniqueness: 'server' }),
        attribute('externalId', { caseExact: true }),
        attribute('name', {
          subAttributes: [attribute('formatted'), attribute('givenName'), attribute('familyName')],
        }),
        attribute('displayName'),
        attribute('emails', { multiValued: true, subAttributes: ofMany() }),
        attribute('active', { type: 'boolean' }),
        attribute('timezone'),
        attribute('roles', { multiValued: true, subAttributes: ofMany() }),
        attribute('groups', {
          multiValued: true,
          mutability: 'readOnly',
          subAttributes: [attribute('value'), attribute('display')],
        }),
      ]),
      schema(groupSchema, 'Group', [
        attribute('displayName', { required: true, uniqueness: 'server' }),
        attribute('externalId', { caseExact: true }),
        attribute('members', {
          multiValued: true,
          subAttributes: [
            attribute('value', { mutability: 'immutable' }),
            attribute('display', { mutability: 'readOnly' }),
          ],
        }),
      ]),
    ],
  }
}

function attribute(name: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    name,
    type: 'subAttributes' in more ? 'complex' : 'string',
    multiValued: false,
    description: '',
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...more,
  }
}

const ofMany = () => [attribute('value'), attribute('type'), attribute('primary', { type: 'boolean' })]
