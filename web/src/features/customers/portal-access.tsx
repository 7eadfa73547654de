import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../api/commands.ts'
import { CommandDialog } from '../../records/command-dialog.tsx'
import { useRecord } from '../../records/page.tsx'
import { Panel } from '../../records/panel.tsx'
import { useOffer } from '../../records/undo.tsx'
import { InstantValue } from '../../time/instant.tsx'
import { WriteButton } from '../../time/write.tsx'
import { failed } from '../../ui/notices.ts'
import { type Contact, contact } from './contact.entry.ts'

/** Whether a contact has access to the portal, when they were there last, and how to let them in or out (COL-01). */
export function PortalAccess({ id }: { id: string }) {
  const { row } = useRecord<Contact>(contact, id)
  const offer = useOffer(contact)
  const { mutateAsync, isPending } = useCommand()
  const [revoking, setRevoking] = useState(false)
  if (!row) return null
  const hasAccess = row.portalStatus === 'invited' || row.portalStatus === 'open'

  const invite = async () => {
    try {
      const path = `/contacts/${id}/invite-to-portal`
      offer('Invited to the portal', await mutateAsync({ method: 'POST', path, touches: ['contact'] }))
    } catch (error) {
      failed('Nobody was invited', error)
    }
  }

  return (
    <Panel title="Customer portal">
      <Stack gap={8}>
        <Text size="sm">
          <Standing row={row} />
        </Text>
        <Group gap={8}>
          <WriteButton
            size="compact-sm"
            variant="default"
            permission="contact.invite-to-portal"
            loading={isPending}
            refusal={row.email ? undefined : 'An invitation goes by e-mail: write down an address first.'}
            onClick={() => void invite()}
          >
            {hasAccess ? 'Invite once more' : 'Invite to the portal'}
          </WriteButton>
          {hasAccess && (
            <WriteButton
              size="compact-sm"
              variant="default"
              permission="contact.revoke-portal-access"
              onClick={() => setRevoking(true)}
            >
              Revoke access
            </WriteButton>
          )}
        </Group>
      </Stack>
      {revoking && (
        <CommandDialog
          title="Revoke access to the portal"
          path={`/contacts/${id}/revoke-portal-access`}
          fields={[]}
          submit="Revoke it"
          touches={['contact']}
          onClose={() => setRevoking(false)}
        >
          They are signed out at once; their links and their password are worth nothing any more.
        </CommandDialog>
      )}
    </Panel>
  )
}

function Standing({ row }: { row: Contact }) {
  const { portalStatus, portalInvitedAt: invited, portalSignedInAt: signedIn } = row
  const last = signedIn ? (
    <>
      Signed in last <InstantValue at={signedIn} />.
    </>
  ) : null
  if (portalStatus === 'open') return last
  if (portalStatus === 'revoked') return <>Access was revoked. {last}</>
  if (portalStatus === 'invited' && invited)
    return (
      <>
        Invited <InstantValue at={invited} />, and has not come yet.
      </>
    )
  return <>Not invited.</>
}
