import { Button, CloseButton, Modal, Group as Row, Select, Stack } from '@mantine/core'
import { Filter, ListTree, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { sentence } from '../../ui/format.ts'
import type { Resource } from '../resource.ts'
import { NumericInput } from '../typed-inputs.tsx'
import classes from './builder.module.css'
import {
  asGroup,
  type Condition,
  type Criterion,
  fieldsToAsk,
  type Group,
  groupOf,
  isEmptyGroup,
  isGroup,
  type Joint,
  jointOf,
  joints,
  labelOf,
  type Operator,
  partsOf,
  type RelatedCondition,
  useVocabularies,
  type Vocabulary,
  wordsOf,
} from './criterion.ts'
import { emptyValue, isComplete, ValueInput } from './value-input.tsx'

/** Where a criterion is put together: conditions, conditions on related records, and groups of both. */
export function CriteriaBuilder({
  resource,
  criterion,
  only,
  beside = [],
  title = `Which ${resource.many} to show`,
  submit = 'Show',
  onClose,
  onShow,
}: {
  resource: Resource
  criterion: Group
  /** The fields that can be asked, where that is not all there is; related records are not then. */
  only?: readonly string[] | undefined
  /** What can be asked beside what the model has. */
  beside?: Vocabulary['fields']
  title?: string
  submit?: string
  onClose: () => void
  onShow: (criterion: Group) => void
}) {
  const vocabularies = useVocabularies()
  const whole = vocabularies.get(resource.model)
  const limitedTo = whole && only ? limited(whole, only) : whole
  const vocabulary = limitedTo && { ...limitedTo, fields: [...limitedTo.fields, ...beside] }
  const [group, setGroup] = useState(criterion)
  const isReady = partsOf(group).every(isWhole)
  return (
    <Modal opened onClose={onClose} title={title} size="xl" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) onShow(group)
        }}
      >
        <Stack gap="md">
          {vocabulary && (
            <GroupEditor
              group={group}
              vocabulary={vocabulary}
              vocabularies={vocabularies}
              resource={resource}
              onChange={setGroup}
            />
          )}
          <Row justify="flex-end" gap="xs">
            <Button variant="subtle" color="gray" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!isReady}>
              {submit}
            </Button>
          </Row>
        </Stack>
      </form>
    </Modal>
  )
}

const limited = ({ fields, ...rest }: Vocabulary, only: readonly string[]): Vocabulary => ({
  ...rest,
  fields: fields.filter(({ name }) => only.includes(name)),
  related: [],
})

/** Whether every condition in it has what it needs. */
function isWhole(criterion: Criterion): boolean {
  if (isGroup(criterion)) return partsOf(criterion).length > 0 && partsOf(criterion).every(isWhole)
  if ('related' in criterion)
    return (
      !Number.isNaN(criterion.atMost ?? criterion.atLeast) &&
      (!criterion.where || isEmptyGroup(criterion.where) || isWhole(criterion.where))
    )
  return isComplete(criterion)
}

interface Editing {
  vocabulary: Vocabulary
  vocabularies: ReadonlyMap<string, Vocabulary>
  /** Of the list; its labels are used for its own fields. */
  resource: Resource | undefined
}

function GroupEditor({
  group,
  onChange,
  ...about
}: Editing & { group: Group; onChange: (group: Group) => void }) {
  const joint = jointOf(group)
  const parts = partsOf(group)
  const { vocabulary } = about
  const list = useRef<HTMLUListElement>(null)
  const more = useRef<HTMLButtonElement>(null)
  // Whoever uses the keyboard goes on with what they have just added, or with adding where they took something away.
  const goOn = (to: () => HTMLElement | null | undefined) => requestAnimationFrame(() => to()?.focus())
  const add = (part: Criterion) => {
    onChange(groupOf(joint, [...parts, part]))
    goOn(() => list.current?.lastElementChild?.querySelector('input'))
  }
  const remove = (index: number) => {
    onChange(groupOf(joint, parts.toSpliced(index, 1)))
    goOn(() => more.current)
  }
  const [first] = fieldsToAsk(vocabulary)
  const [relation] = vocabulary.related
  return (
    <div className={classes.group}>
      <Select
        aria-label="How the conditions are joined"
        w={160}
        allowDeselect={false}
        data={Object.entries(joints).map(([value, label]) => ({ value, label }))}
        value={joint}
        onChange={(next) => next && onChange(groupOf(next as Joint, parts))}
      />
      <ul className={classes.parts} ref={list}>
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names, and stand in their order
          <li key={index} className={classes.part}>
            <PartEditor
              {...about}
              part={part}
              onChange={(next) => onChange(groupOf(joint, parts.with(index, next)))}
            />
            <CloseButton aria-label="Remove the condition" onClick={() => remove(index)} />
          </li>
        ))}
      </ul>
      <Row gap="xs">
        {first && (
          <Button
            ref={more}
            size="compact-sm"
            variant="light"
            leftSection={<Plus size={14} />}
            onClick={() => add(conditionOn(first))}
          >
            Condition
          </Button>
        )}
        {relation && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<ListTree size={14} />}
            onClick={() => add({ related: relation.name, where: { all: [] }, atLeast: 1 })}
          >
            Related records
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Filter size={14} />}
          onClick={() => first && add({ any: [conditionOn(first)] })}
        >
          Group
        </Button>
      </Row>
    </div>
  )
}

function conditionOn(field: Vocabulary['fields'][number]): Condition {
  const [operator = 'is' as Operator] = field.operators
  return { field: field.name, operator, value: emptyValue(field) }
}

function PartEditor({
  part,
  onChange,
  ...about
}: Editing & { part: Criterion; onChange: (part: Criterion) => void }) {
  if (isGroup(part)) return <GroupEditor {...about} group={part} onChange={onChange} />
  if ('related' in part) return <RelatedEditor {...about} part={part} onChange={onChange} />
  return <ConditionEditor {...about} part={part} onChange={onChange} />
}

function ConditionEditor({
  part,
  vocabulary,
  resource,
  onChange,
}: Editing & { part: Condition; onChange: (part: Condition) => void }) {
  const fields = resource?.fields ?? []
  const asked = vocabulary.fields.find(({ name }) => name === part.field)
  return (
    <div className={classes.condition}>
      <Select
        aria-label="Field"
        searchable
        allowDeselect={false}
        data={fieldsToAsk(vocabulary)
          .map(({ name, label }) => ({ value: name, label: label ?? labelOf(name, fields) }))
          .toSorted((a, b) => a.label.localeCompare(b.label))}
        value={part.field}
        onChange={(next) => {
          const chosen = vocabulary.fields.find(({ name }) => name === next)
          if (chosen) onChange(conditionOn(chosen))
        }}
      />
      <Select
        aria-label="Comparison"
        allowDeselect={false}
        data={(asked?.operators ?? []).map((value) => ({ value, label: wordsOf(value) }))}
        value={part.operator}
        onChange={(next) => {
          if (!next || !asked) return
          const operator = next as Operator
          const listed = operator.endsWith('-of')
          const { value: _, ...rest } = part
          if (operator === 'known' || operator === 'unknown') onChange({ ...rest, operator })
          else if (listed !== Array.isArray(part.value) || part.value === undefined)
            onChange({ ...rest, operator, value: listed ? [] : emptyValue(asked) })
          else onChange({ ...part, operator })
        }}
      />
      {asked && (
        <ValueInput
          asked={asked}
          condition={part}
          field={fields.find(({ key }) => key === part.field)}
          onChange={(value) => onChange({ ...part, value })}
        />
      )}
    </div>
  )
}

/** "At least 1", "at most 0": how many related records there are to be. */
const countings = { 'at-least': 'at least', 'at-most': 'at most', none: 'no' } as const

function RelatedEditor({
  part,
  vocabulary,
  vocabularies,
  onChange,
}: Editing & { part: RelatedCondition; onChange: (part: RelatedCondition) => void }) {
  const counting = part.atMost === 0 ? 'none' : part.atMost === undefined ? 'at-least' : 'at-most'
  const count = part.atMost ?? part.atLeast ?? 1
  const { atLeast: _, atMost: __, ...rest } = part
  const counted = (how: string, value: number): RelatedCondition =>
    how === 'none'
      ? { ...rest, atMost: 0 }
      : { ...rest, ...(how === 'at-most' ? { atMost: Math.max(1, value) } : { atLeast: value }) }
  const model = vocabulary.related.find(({ name }) => name === part.related)?.model ?? ''
  const other = vocabularies.get(model)
  return (
    <div className={classes.related}>
      <Row gap="xs" wrap="nowrap">
        <span>Has</span>
        <Select
          aria-label="How many"
          w={110}
          allowDeselect={false}
          data={Object.entries(countings).map(([value, label]) => ({ value, label }))}
          value={counting}
          onChange={(next) => next && onChange(counted(next, count))}
        />
        {counting !== 'none' && (
          <NumericInput
            aria-label="Count"
            w={80}
            min={1}
            max={1_000_000}
            value={count}
            onChange={(next) => onChange(counted(counting, next ?? Number.NaN))}
          />
        )}
        <Select
          aria-label="Related records"
          allowDeselect={false}
          searchable
          data={vocabulary.related.map(({ name }) => ({ value: name, label: sentence(name) }))}
          value={part.related}
          onChange={(next) => next && onChange({ ...rest, related: next, where: { all: [] }, atLeast: 1 })}
        />
        <span>for which hold</span>
      </Row>
      {other && (
        <GroupEditor
          group={asGroup(part.where)}
          vocabulary={other}
          vocabularies={vocabularies}
          resource={undefined}
          onChange={(where) => onChange({ ...part, where })}
        />
      )}
    </div>
  )
}
