import { Group, Select, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { CriteriaBuilder } from '../../../records/criteria/builder.tsx'
import {
  asGroup,
  type Criterion,
  criterionWords,
  useVocabularies,
} from '../../../records/criteria/criterion.ts'
import { entryOf } from '../../../records/entry.ts'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useResource } from '../../../records/related.tsx'
import { Report } from '../../../records/report.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { count, counted, sentence } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import { leftOutWords } from '../left-out.ts'
import type { MarketingList } from '../marketing-list.entry.ts'
import { marketingList } from '../marketing-list.tsx'
import { usePurposes } from '../purpose-input.tsx'

type Members = Replies['/marketing-lists/{id}/members']
type Preview = Replies['/marketing-lists/{id}/preview']

/** A list: of whom it consists, who is in it now, and who would get something. */
export function MarketingListPage({ id }: { id: string }) {
  return (
    <RecordPage resource={marketingList} id={id}>
      {(row) => (
        <>
          {row.kind === 'dynamic' && <Consists row={row} />}
          <InIt row={row} />
          <WouldGet row={row} />
        </>
      )}
    </RecordPage>
  )
}

function Consists({ row }: { row: MarketingList }) {
  const [building, setBuilding] = useState(false)
  const command = useCommand()
  const of = useResource(row.model ?? 'contact')
  const asked = useVocabularies().get(row.model ?? 'contact')?.fields ?? []
  const where = (row.where ?? undefined) as Criterion | undefined
  return (
    <Panel
      title="Of whom it consists"
      aside={
        <WriteButton
          size="compact-xs"
          variant="default"
          permission="marketingList.change"
          onClick={() => setBuilding(true)}
        >
          Change the criterion
        </WriteButton>
      }
    >
      <Text size="sm">
        {where && of
          ? criterionWords(where, of.fields, asked)
          : 'Nobody yet: say of whom, and they are in it.'}
      </Text>
      {building && of && (
        <CriteriaBuilder
          resource={of}
          criterion={asGroup(where)}
          title="Who is in this list"
          submit="Save"
          onClose={() => setBuilding(false)}
          onShow={(criterion) =>
            command.mutate(
              {
                method: 'PATCH',
                path: `/marketing-lists/${row.id}`,
                body: { where: criterion },
                ifMatch: row.revision,
                touches: ['marketingList'],
              },
              {
                onSuccess: () => {
                  setBuilding(false)
                  done('The list consists of them from here on')
                },
                onError: (error) => failed('The list stays as it is', error),
              },
            )
          }
        />
      )}
    </Panel>
  )
}

function InIt({ row }: { row: MarketingList }) {
  const [asked, setAsked] = useState(false)
  const model = row.model ?? 'contact'
  useLive(model)
  const path = entryOf(model)?.path ?? ''
  const isByHand = row.kind === 'static'
  const command = useCommand()
  return (
    <Report<Members>
      model="marketingList"
      title="Who is in it"
      path={`/marketing-lists/${row.id}/members`}
      parameters={{ total: true, limit: 50 }}
      aside={
        isByHand && (
          <WriteButton
            size="compact-xs"
            variant="default"
            permission="marketingList.add-members"
            onClick={() => setAsked(true)}
          >
            Add {entryOf(model)?.one ?? 'a record'}
          </WriteButton>
        )
      }
    >
      {({ items, total }) => (
        <>
          {items.length === 0 ? (
            <Quiet>Nobody you may see is in it.</Quiet>
          ) : (
            <>
              <Text size="sm">
                {counted(
                  total ?? items.length,
                  entryOf(model)?.one ?? 'record',
                  entryOf(model)?.many ?? 'records',
                )}
                {(total ?? items.length) > items.length && `, the first ${items.length} of them here`}
              </Text>
              <Table label="Who is in it" head={['Name', 'E-mail', '']}>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td>
                      <Link to="/$path/$id" params={{ path, id: one.id }}>
                        {one.name || 'Without a name'}
                      </Link>
                    </td>
                    <td>{one.email ?? <Nothing />}</td>
                    <td data-right>
                      {isByHand && (
                        <WriteButton
                          size="compact-xs"
                          variant="subtle"
                          permission="marketingList.remove-members"
                          onClick={() =>
                            command.mutate({
                              method: 'POST',
                              path: `/marketing-lists/${row.id}/remove-members`,
                              body: { recordIds: [one.id] },
                              touches: ['marketingList'],
                            })
                          }
                        >
                          Take off
                        </WriteButton>
                      )}
                    </td>
                  </tr>
                ))}
              </Table>
            </>
          )}
          {asked && <AddMember row={row} onClose={() => setAsked(false)} />}
        </>
      )}
    </Report>
  )
}

function AddMember({ row, onClose }: { row: MarketingList; onClose: () => void }) {
  const model = row.model ?? 'contact'
  const command = useCommand()
  return (
    <AskDialog
      title={`Who comes into ${row.name ?? 'this list'}?`}
      fields={[
        { key: 'id', label: sentence(entryOf(model)?.one ?? 'record'), kind: 'ref', model, required: true },
      ]}
      submit="Add"
      onSubmit={({ id }) =>
        command.mutateAsync({
          method: 'POST',
          path: `/marketing-lists/${row.id}/add-members`,
          body: { recordIds: [id] },
          touches: ['marketingList'],
        })
      }
      onClose={onClose}
    />
  )
}

function WouldGet({ row }: { row: MarketingList }) {
  const purposes = usePurposes()
  const [chosen, setChosen] = useState<string | null>(null)
  const purpose = chosen ?? purposes[0]?.name
  if (purpose === undefined) return null
  return (
    <Report<Preview>
      model="marketingList"
      title="Who would get a mail"
      path={`/marketing-lists/${row.id}/preview`}
      parameters={{ purpose }}
      aside={
        <Group gap={8}>
          <Select
            size="xs"
            aria-label="Purpose"
            data={purposes.map(({ name }) => name)}
            value={purpose}
            allowDeselect={false}
            onChange={setChosen}
          />
        </Group>
      }
    >
      {({ total, checked, sendable, leftOut }) => (
        <>
          <Text size="sm">
            {count(sendable)} of {count(checked)}
            {checked < total && `, the first ${count(checked)} of ${count(total)}`}
          </Text>
          {leftOut.length > 0 && (
            <Table label="Left out" head={['Left out, because', 'People', 'Such as']}>
              {leftOut.map(({ reason, count: many, sample }) => (
                <tr key={reason}>
                  <td>{leftOutWords[reason]}</td>
                  <td data-right>{count(many)}</td>
                  <td>
                    {sample
                      .slice(0, 3)
                      .map(({ name }) => name)
                      .join(', ')}
                  </td>
                </tr>
              ))}
            </Table>
          )}
        </>
      )}
    </Report>
  )
}
