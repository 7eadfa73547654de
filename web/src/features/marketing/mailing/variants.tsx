import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { derivedQuery } from '../../../api/queries.ts'
import type { Criterion } from '../../../records/criteria/criterion.ts'
import { CriterionButton } from '../../../records/criteria/criterion-button.tsx'
import { RefInput } from '../../../records/field-input.tsx'
import { useView } from '../../../time/use-time.ts'
import type { Mailing } from '../mailing.entry.ts'
import type { MarketingList } from '../marketing-list.entry.ts'
import { OrderedPanel } from '../ordered-panel.tsx'

interface Variant {
  name: string
  where: Criterion
  templateId: string
}

const variantsOf = ({ variants = [] }: Mailing) => variants as unknown as readonly Variant[]

/** Another text for some: who gets which is the first criterion that holds of them (MKT-21). */
export function Variants({ row }: { row: Mailing }) {
  const { data: list } = useQuery(
    derivedQuery<MarketingList>('marketingList', `/marketing-lists/${row.listId}`, {}, useView()),
  )
  return (
    <OrderedPanel
      row={row}
      of={variantsOf}
      kept={{
        model: 'mailing',
        path: `/mailings/${row.id}`,
        field: 'variants',
        save: 'the texts',
        saved: 'Saved',
        unsaved: 'The texts were not saved',
      }}
      title="Other texts for some"
      label="Texts"
      one="text"
      first={{ name: '', where: { all: [] }, templateId: '' }}
      empty="All get the same. The first text that fits somebody is theirs."
    >
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
    </OrderedPanel>
  )
}
