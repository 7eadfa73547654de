import { Button, Group, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import type { Criterion } from '../../../records/criteria/criterion.ts'
import { CriterionButton } from '../../../records/criteria/criterion-button.tsx'
import { equal } from '../../../records/equal.ts'
import { RefInput } from '../../../records/field-input.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useView } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import type { Mailing } from '../mailing.entry.ts'
import type { MarketingList } from '../marketing-list.entry.ts'
import { OrderedRows } from '../ordered-rows.tsx'

interface Variant {
  name: string
  where: Criterion
  templateId: string
}

const variantsOf = ({ variants = [] }: Mailing) => variants as unknown as readonly Variant[]

/** Another text for some: who gets which is the first criterion that holds of them (MKT-21). */
export function Variants({ row }: { row: Mailing }) {
  const [base, setBase] = useState(row)
  const [variants, setVariants] = useState(variantsOf(row))
  const command = useCommand()
  const { data: list } = useQuery(
    derivedQuery<MarketingList>('marketingList', `/marketing-lists/${row.listId}`, {}, useView()),
  )
  const isChanged = !equal(variants, variantsOf(base))
  // What others save meanwhile is shown unless there is something here that it would take away.
  useEffect(() => {
    if (isChanged || row.revision === base.revision) return
    setBase(row)
    setVariants(variantsOf(row))
  }, [row, base, isChanged])
  const save = () =>
    command.mutate(
      {
        method: 'PATCH',
        path: `/mailings/${row.id}`,
        body: { variants },
        ifMatch: base.revision,
        touches: ['mailing'],
      },
      {
        onSuccess: ({ revision }) => {
          setBase({ ...base, variants: variants as never, revision })
          done('Saved')
        },
        onError: (error) => failed('The texts were not saved', error),
      },
    )
  return (
    <Panel
      title="Other texts for some"
      aside={
        <Group gap={8}>
          <Button
            variant="default"
            leftSection={<Plus size={14} />}
            onClick={() => setVariants([...variants, { name: '', where: { all: [] }, templateId: '' }])}
          >
            Add a text
          </Button>
          <WriteButton
            permission="mailing.change"
            refusal={isChanged ? undefined : 'Nothing has changed since it was saved.'}
            loading={command.isPending}
            onClick={save}
          >
            Save the texts
          </WriteButton>
        </Group>
      }
    >
      {variants.length === 0 && <Quiet>All get the same. The first text that fits somebody is theirs.</Quiet>}
      <OrderedRows label="Texts" one="text" rows={variants} onChange={setVariants}>
        {(variant, at, put) => (
          <>
            <TextInput
              aria-label={`Text ${at + 1}: name`}
              placeholder="Name"
              w={140}
              value={variant.name}
              onChange={(event) => put({ ...variant, name: event.currentTarget.value })}
            />
            <CriterionButton
              label={`Text ${at + 1}: who gets it`}
              model={list?.model === 'lead' ? 'lead' : 'contact'}
              criterion={variant.where}
              title="Who gets this text?"
              onChange={(where) => put({ ...variant, where })}
            />
            <RefInput
              label=""
              aria-label={`Text ${at + 1}: template`}
              placeholder="Template"
              model="messageTemplate"
              value={variant.templateId || null}
              onChange={(templateId) => put({ ...variant, templateId: templateId ?? '' })}
            />
          </>
        )}
      </OrderedRows>
    </Panel>
  )
}
