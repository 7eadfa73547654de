import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import { useView } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { dayAndTime, hours } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { Slots } from '../appointment.entry.ts'
import type { ServiceOrder } from '../service-order.entry.ts'

/** Books one of the next free times for an order (SVC-05). */
export function Booking({ row }: { row: ServiceOrder }) {
  const [open, setOpen] = useState(false)
  if (row.status === 'done' || row.status === 'cancelled') return null
  return (
    <>
      <WriteButton
        size="compact-xs"
        variant="default"
        permission="appointment.book"
        onClick={() => setOpen(true)}
      >
        Find a time
      </WriteButton>
      {open && <Times row={row} onClose={() => setOpen(false)} />}
    </>
  )
}

function Times({ row, onClose }: { row: ServiceOrder; onClose: () => void }) {
  const command = useCommand()
  const { data, error } = useQuery(
    derivedQuery<Slots>(
      'appointment',
      '/appointment-slots',
      row.serviceId ? { serviceId: row.serviceId } : {},
      useView(),
    ),
  )
  const book = (slot: Slots['items'][number]) =>
    command.mutate(
      {
        method: 'POST',
        path: '/appointments',
        body: {
          serviceOrderId: row.id,
          resourceId: slot.resourceId,
          startsAt: slot.startsAt,
          endsAt: slot.endsAt,
        },
        touches: ['appointment'],
      },
      {
        onSuccess: () => {
          done(`${slot.resourceName} is booked`)
          onClose()
        },
        onError: (refusal) => failed('Nothing was booked', refusal),
      },
    )
  return (
    <Modal opened onClose={onClose} title="Free times" size="lg">
      {error ? (
        <Failure error={error} />
      ) : !data ? (
        <Waiting rows={4} />
      ) : (
        <>
          {data.items.length === 0 ? (
            <Quiet>Nobody who can do it is free in the next two weeks.</Quiet>
          ) : (
            <Table label="Free times" head={['When', 'Who', 'Booked that week', '']}>
              {data.items.map((slot) => (
                <tr key={`${slot.resourceId} ${slot.startsAt}`}>
                  <td>{slot.startsAt ? dayAndTime(new Date(slot.startsAt)) : <Nothing />}</td>
                  <td>{slot.resourceName}</td>
                  <td>{hours(slot.minutes)}</td>
                  <td>
                    <WriteButton
                      size="compact-xs"
                      variant="default"
                      permission="appointment.book"
                      loading={command.isPending}
                      onClick={() => book(slot)}
                    >
                      Book
                    </WriteButton>
                  </td>
                </tr>
              ))}
            </Table>
          )}
          {data.unfit.length > 0 && (
            <Quiet>
              Cannot do it:{' '}
              {data.unfit
                .map(({ resourceName, lacks }) => `${resourceName} (${lacks.join(', ')})`)
                .join('; ')}
              .
            </Quiet>
          )}
          <Quiet>{data.method}</Quiet>
        </>
      )}
    </Modal>
  )
}
