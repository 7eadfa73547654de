import { user } from '../../domain/identity/user.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { resource } from '../../domain/service/resource.ts'
import { resourceGroup } from '../../domain/service/resource-group.ts'
import { sameName } from '../../domain/values/text.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

const { commands } = resource
const references = { userId: user, calendarId: businessCalendar }

export const resourceCommands = commandsOf(
  resource,
  (prepared) => ({
    'resource.create': {
      summary: 'Write down somebody or something whose time is planned',
      ...prepared(commands['resource.create'].schema, async (body, asking) => {
        await mustExist('resource', body, references, asking)
        return body
      }),
    },
    'resource.change': {
      summary: 'Change a resource; what is booked stays',
      inverse: asBefore('resource.change'),
      ...prepared(commands['resource.change'], async (body, asking) => {
        await mustExist('resource', body, references, asking)
        return body
      }),
    },
    'resource.archive': { summary: 'Plan a resource no more', inverse: by('resource.restore') },
    'resource.restore': { summary: 'Plan a resource again', inverse: by('resource.archive') },
  }),
  {
    unique: ({ name, userId }) => [
      { kind: 'resource-name', value: sameName(name) },
      ...(userId === null ? [] : [{ kind: 'resource-userId', value: userId }]),
    ],
  },
)

const group = resourceGroup.commands

async function ofResources<B extends { resourceIds?: readonly string[] | undefined }>(
  body: B,
  asking: Pick<Asking, 'load'>,
): Promise<B> {
  for (const resourceId of body.resourceIds ?? [])
    await mustExist('resourceGroup', { resourceId }, { resourceId: resource }, asking)
  return body
}

export const resourceGroupCommands = commandsOf(
  resourceGroup,
  (prepared) => ({
    'resourceGroup.create': {
      summary: 'Group resources of which any one will do',
      ...prepared(group['resourceGroup.create'].schema, ofResources),
    },
    'resourceGroup.change': {
      summary: 'Change a group of resources',
      inverse: asBefore('resourceGroup.change'),
      ...prepared(group['resourceGroup.change'], ofResources),
    },
    'resourceGroup.archive': {
      summary: 'Archive a group of resources',
      inverse: by('resourceGroup.restore'),
    },
    'resourceGroup.restore': {
      summary: 'Restore an archived group of resources',
      inverse: by('resourceGroup.archive'),
    },
  }),
  { unique: ({ name }) => [{ kind: 'resourceGroup-name', value: sameName(name) }] },
)
