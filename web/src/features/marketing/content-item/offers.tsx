import { useCommand } from '../../../api/commands.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import type { Resource } from '../../../records/resource.ts'
import { InstantValue } from '../../../time/instant.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { ContentOffers } from '../content-item.entry.ts'

/** What of the library is for somebody, and whether they got and opened it (LEAD-21). */
export function Offers({ resource, id }: { resource: Pick<Resource, 'model'>; id: string }) {
  const { model } = resource
  useLive('mailingRecipient')
  const command = useCommand()
  const send = (contentItemId: string) =>
    command.mutate(
      {
        method: 'POST',
        path: '/mailing-recipients',
        body: { contentItemId, personId: id, model },
        touches: ['mailingRecipient', 'contentItem'],
      },
      {
        onSuccess: () => done('It goes out, unless they are left out: see what they were sent'),
        onError: (error) => failed('It was not sent', error),
      },
    )
  return (
    <Report<ContentOffers>
      model="mailingRecipient"
      title="Worth reading for them"
      path={`/content-offers/${model}/${id}`}
    >
      {({ items }) =>
        items.length === 0 ? (
          <Quiet>There is nothing in the library yet.</Quiet>
        ) : (
          <Table label="Worth reading" head={['Item', 'Because of', 'Sent', 'Opened', '']}>
            {items.map((one) => (
              <tr key={one.contentItemId}>
                <td>
                  <Reference model="contentItem" id={one.contentItemId} name={one.name ?? null} />
                </td>
                <td>{one.interests?.join(', ')}</td>
                <td>{one.sentAt ? <InstantValue at={one.sentAt} /> : <Nothing />}</td>
                <td>{one.openedAt ? <InstantValue at={one.openedAt} /> : <Nothing />}</td>
                <td>
                  <WriteButton
                    size="compact-xs"
                    variant="default"
                    permission="mailingRecipient.send-content"
                    loading={command.isPending}
                    onClick={() => send(one.contentItemId)}
                  >
                    Send
                  </WriteButton>
                </td>
              </tr>
            ))}
          </Table>
        )
      }
    </Report>
  )
}
