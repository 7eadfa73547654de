import { Filter, X } from 'lucide-react'
import { useState } from 'react'
import { counted } from '../../ui/format.ts'
import type { Field } from '../field.ts'
import { RefWords } from '../filter.tsx'
import classes from '../list.module.css'
import { nameOf, useDirectory } from '../names.ts'
import { nounOf, type Resource } from '../resource.ts'
import { CriteriaBuilder } from './builder.tsx'
import {
  type Asked,
  addressOf,
  asGroup,
  type Condition,
  type Criterion,
  criterionIn,
  groupOf,
  isGroup,
  jointOf,
  labelOf,
  partsOf,
  type RelatedCondition,
  relatedWords,
  useVocabularies,
  valueWords,
  wordsOf,
} from './criterion.ts'

/** The criterion of a list as chips, one for each condition that has to hold, and the button that opens its builder. */
export function CriteriaChips({
  resource,
  address,
  onChange,
}: {
  resource: Resource
  address: string | undefined
  onChange: (address: string | null) => void
}) {
  const criterion = criterionIn(address)
  const vocabulary = useVocabularies(criterion !== undefined).get(resource.model)
  const [building, setBuilding] = useState(false)
  const group = asGroup(criterion)
  // What has to hold at once can be taken away one by one; of anything else all or nothing.
  const parts = jointOf(group) === 'all' ? partsOf(group) : [group]
  const without = (index: number) =>
    onChange(jointOf(group) === 'all' ? addressOf(groupOf('all', partsOf(group).toSpliced(index, 1))) : null)
  return (
    <>
      {criterion !== undefined &&
        parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names, and stand in their order
          <span key={index} className={classes.filter} data-on="true">
            <button type="button" className={classes.plain} onClick={() => setBuilding(true)}>
              <Words part={part} fields={resource.fields} asked={vocabulary?.fields ?? []} />
            </button>
            <button type="button" className={classes.plain} onClick={() => without(index)}>
              <X size={12} aria-label="Remove the condition" />
            </button>
          </span>
        ))}
      <button type="button" className={classes.filter} onClick={() => setBuilding(true)}>
        <Filter size={12} /> More filters
      </button>
      {building && (
        <CriteriaBuilder
          resource={resource}
          criterion={group}
          onClose={() => setBuilding(false)}
          onShow={(next) => {
            onChange(addressOf(next))
            setBuilding(false)
          }}
        />
      )}
    </>
  )
}

interface WordsOf {
  fields: readonly Field[]
  asked: readonly Asked[]
}

function Words({ part, ...of }: WordsOf & { part: Criterion }) {
  if (isGroup(part)) {
    const joint = { all: 'All', any: 'Any', none: 'None' }[jointOf(part)]
    return (
      <>
        {joint} of {partsOf(part).length} conditions
      </>
    )
  }
  return 'related' in part ? <RelatedWords part={part} /> : <ConditionWords part={part} {...of} />
}

function ConditionWords({ part, fields, asked }: WordsOf & { part: Condition }) {
  const field = fields.find(({ key }) => key === part.field)
  const of = asked.find(({ name }) => name === part.field)
  const id = of?.kind === 'record' && typeof part.value === 'string' ? part.value : undefined
  return (
    <>
      {labelOf(part.field, fields)} {wordsOf(part.operator)}{' '}
      {part.value === undefined ? null : part.value === 'me' ? (
        'me'
      ) : id !== undefined && of?.model ? (
        <RefWords model={of.model} id={id} />
      ) : of?.kind === 'records' && of.model && Array.isArray(part.value) ? (
        <RecordsWords model={of.model} ids={part.value.map(String)} />
      ) : (
        valueWords(part.value, of, field)
      )}
    </>
  )
}

function RelatedWords({ part }: { part: RelatedCondition }) {
  const conditions = partsOf(asGroup(part.where)).length
  return (
    <>
      {nounOf(relatedWords(part))}
      {conditions > 0 && ` with ${counted(conditions, 'condition', 'conditions')}`}
    </>
  )
}

function RecordsWords({ model, ids }: { model: string; ids: readonly string[] }) {
  const rows = useDirectory(model)
  return <>{ids.map((id) => nameOf(rows.find((row) => row.id === id)) ?? '…').join(', ')}</>
}
