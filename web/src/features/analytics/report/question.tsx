import { ActionIcon, Button, Group, MultiSelect, Select, Stack, TextInput } from '@mantine/core'
import { Filter, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { isDrawnBy } from '../../../../../src/domain/analytics/report-chart.ts'
import { periodOf } from '../../../../../src/domain/analytics/spans.ts'
import { CriteriaBuilder } from '../../../records/criteria/builder.tsx'
import {
  type Asked,
  asGroup,
  type Criterion,
  criterionWords,
  fieldsToAsk,
  isEmptyGroup,
  labelOf,
  useVocabularies,
} from '../../../records/criteria/criterion.ts'
import { catalog } from '../../../records/entry.ts'
import type { Field } from '../../../records/field.ts'
import { useResource } from '../../../records/related.tsx'
import type { Resource } from '../../../records/resource.ts'
import { nounOf } from '../../../records/resource.ts'
import type { Definition } from '../report.entry.ts'
import { chartWords, isPeriodic, type Measure, measuredWords, periodWords } from './words.ts'

type Change = (next: Definition) => void
interface Part {
  definition: Definition
  fields: readonly Field[]
  asked: readonly Asked[]
  onChange: Change
}

/** A question that is answered as it stands, about all records of a kind. */
export const plainQuestion = (model: string): Definition => ({
  model,
  columns: [],
  groups: [],
  measures: [{ of: 'count', field: null, label: null }],
  sort: null,
  chart: 'table',
})

/** Where a report is put together: of what, which of them, by what, and what is told. */
export function Question({ definition, onChange }: { definition: Definition; onChange: Change }) {
  const vocabularies = useVocabularies()
  const resource = useResource(definition.model)
  const vocabulary = vocabularies.get(definition.model)
  const asked = vocabulary ? fieldsToAsk(vocabulary) : []
  const fields = resource?.fields ?? []
  const part = { definition, fields, asked, onChange }
  const isList = definition.columns.length > 0
  return (
    <Stack gap={10}>
      <Group gap="sm" align="end">
        <Select
          label="Of"
          w={200}
          searchable
          allowDeselect={false}
          data={catalog()
            .filter(({ model }) => vocabularies.has(model))
            .map(({ model, many }) => ({ value: model, label: nounOf(many) }))}
          value={definition.model}
          onChange={(model) => model && model !== definition.model && onChange(plainQuestion(model))}
        />
        <Select
          label="Shown as"
          w={150}
          allowDeselect={false}
          data={[
            { value: 'summary', label: 'Figures' },
            { value: 'list', label: 'List' },
          ]}
          value={isList ? 'list' : 'summary'}
          onChange={(as) => onChange(as === 'list' ? listOf(definition, resource) : summaryOf(definition))}
        />
        {resource && <Which {...part} resource={resource} />}
      </Group>
      {isList ? <Columns {...part} /> : <Summary {...part} />}
    </Stack>
  )
}

function summaryOf({ model, where }: Definition): Definition {
  return { ...plainQuestion(model), ...(where && { where }) }
}

function listOf({ model, where }: Definition, resource: Resource | undefined): Definition {
  const first = resource?.fields[0]?.key
  const columns = [...new Set([...(first ? [first] : []), ...(resource?.columns ?? [])])]
  return {
    ...plainQuestion(model),
    ...(where && { where }),
    measures: [],
    columns: columns.length > 0 ? columns : ['createdAt'],
  }
}

function Which({ definition, fields, asked, onChange, resource }: Part & { resource: Resource }) {
  const [building, setBuilding] = useState(false)
  const where = definition.where as Criterion | undefined
  const words = where && !isEmptyGroup(where) ? criterionWords(where, fields, asked) : 'All of them'
  return (
    <>
      <Button
        variant="default"
        leftSection={<Filter size={14} />}
        aria-label={`Which: ${words}`}
        maw={420}
        onClick={() => setBuilding(true)}
      >
        {words}
      </Button>
      {building && (
        <CriteriaBuilder
          resource={resource}
          criterion={asGroup(where)}
          title={`Which ${resource.many} it is of`}
          submit="Take these"
          onClose={() => setBuilding(false)}
          onShow={(next) => {
            const { where: _, ...rest } = definition
            onChange(isEmptyGroup(next) ? rest : { ...rest, where: next as never })
            setBuilding(false)
          }}
        />
      )}
    </>
  )
}

function Columns({ definition, fields, asked, onChange }: Part) {
  return (
    <MultiSelect
      label="Columns"
      searchable
      hidePickedOptions
      data={asked.map(({ name }) => ({ value: name, label: labelOf(name, fields) }))}
      value={[...definition.columns]}
      onChange={(columns) => columns.length > 0 && onChange({ ...definition, columns: columns.slice(0, 30) })}
    />
  )
}

/** Whether a question can be drawn so: a flow is of what adds up, a cohort of two days that go by one period. */
const canDraw =
  ({ groups, measures }: Definition, asked: readonly Asked[]) =>
  (chart: Definition['chart']): boolean => {
    const [measure] = measures
    const isTimely = groups.every(({ field }) => isPeriodic(asked.find(({ name }) => name === field)))
    const isOnePeriod = new Set(groups.map(periodOf)).size === 1
    if (!isDrawnBy(chart, groups.length)) return false
    if (chart === 'sankey') return measure?.of === 'count' || measure?.of === 'sum'
    return chart !== 'cohort' || (measure?.of === 'count' && isTimely && isOnePeriod)
  }

function Summary({ definition, fields, asked, onChange }: Part) {
  const { groups, measures, chart, sort } = definition
  const grouping = asked.filter(({ kind }) => kind !== 'money')
  const set = (part: Partial<Definition>) => {
    const next = { ...definition, ...part }
    const isDrawn = canDraw(next, asked)(next.chart)
    const isSorted = next.sort !== null && Math.abs(Number(next.sort)) <= next.measures.length
    onChange({ ...next, chart: isDrawn ? next.chart : 'table', sort: isSorted ? next.sort : null })
  }
  return (
    <>
      <Group gap="sm" align="end">
        {groups.map((group, index) => {
          const here = asked.find(({ name }) => name === group.field)
          const change = (to: Partial<typeof group> | null) =>
            set({ groups: to ? groups.with(index, { ...group, ...to }) : groups.toSpliced(index, 1) })
          return (
            <Group gap={4} align="end" key={group.field}>
              <Select
                label={index === 0 ? 'By' : 'And by'}
                w={190}
                searchable
                allowDeselect={false}
                data={grouping
                  .filter(({ name }) => name === group.field || groups.every(({ field }) => field !== name))
                  .map(({ name }) => ({ value: name, label: labelOf(name, fields) }))}
                value={group.field}
                onChange={(field) => field && change({ field, period: null })}
              />
              {isPeriodic(here) && (
                <Select
                  aria-label="Period"
                  w={110}
                  allowDeselect={false}
                  data={Object.entries(periodWords).map(([value, label]) => ({ value, label }))}
                  value={group.period ?? 'month'}
                  onChange={(period) => change({ period: period as typeof group.period })}
                />
              )}
              <ActionIcon
                aria-label={`Not by ${labelOf(group.field, fields)}`}
                mb={4}
                onClick={() => change(null)}
              >
                <X size={14} />
              </ActionIcon>
            </Group>
          )
        })}
        {groups.length < 2 && (
          <Select
            label={groups.length === 0 ? 'By' : 'And by'}
            placeholder="Choose a field"
            w={190}
            searchable
            value={null}
            data={grouping
              .filter(({ name }) => groups.every(({ field }) => field !== name))
              .map(({ name }) => ({ value: name, label: labelOf(name, fields) }))}
            onChange={(field) =>
              field &&
              set({
                groups: [...groups, { field, period: null }],
                ...(groups.length === 0 && chart === 'table' && { chart: 'bar' }),
              })
            }
          />
        )}
        {groups.length > 0 && (
          <Select
            label="Drawn as"
            w={130}
            allowDeselect={false}
            data={Object.entries(chartWords)
              .filter(([value]) => canDraw(definition, asked)(value as Definition['chart']))
              .map(([value, label]) => ({ value, label }))}
            value={chart}
            onChange={(next) => set({ chart: next as Definition['chart'] })}
          />
        )}
        {groups.length > 0 && (
          <Select
            label="In the order of"
            w={170}
            allowDeselect={false}
            data={[
              { value: '', label: 'Groups' },
              ...measures.map((_, index) => ({
                value: `-${index + 1}`,
                label: measures.length === 1 ? 'Highest first' : `Figure ${index + 1}, highest first`,
              })),
            ]}
            value={sort ?? ''}
            onChange={(next) => set({ sort: next || null })}
          />
        )}
      </Group>
      <Measures measures={measures} {...{ fields, asked }} onChange={(next) => set({ measures: next })} />
    </>
  )
}

function Measures({
  measures,
  fields,
  asked,
  onChange,
}: {
  measures: readonly Measure[]
  fields: readonly Field[]
  asked: readonly Asked[]
  onChange: (next: Measure[]) => void
}) {
  const counted = asked.filter(({ kind }) => kind === 'number' || kind === 'money')
  const [first] = counted
  // A share is of a criterion, which ready-made reports have; it is kept as it is here.
  const kinds = Object.entries(measuredWords).filter(([of]) => of !== 'share' && (first || of === 'count'))
  return (
    <Group gap="sm" align="end">
      {measures.map((measure, index) => {
        const set = (to: Measure | null) =>
          onChange(to ? measures.with(index, to) : measures.toSpliced(index, 1))
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: measures have no names, and stand in their order
          <Group gap={4} align="end" key={index}>
            {measure.of === 'share' ? (
              <TextInput label={`Figure ${index + 1}`} w={170} readOnly value={measure.label ?? 'Share'} />
            ) : (
              <Select
                label={`Figure ${index + 1}`}
                w={120}
                allowDeselect={false}
                data={kinds.map(([value, label]) => ({ value, label }))}
                value={measure.of}
                onChange={(of) =>
                  set({
                    of: of as Measure['of'],
                    field: of === 'count' ? null : (measure.field ?? first?.name ?? null),
                    label: null,
                    ...(measure.where && { where: measure.where }),
                  })
                }
              />
            )}
            {measure.field !== null && (
              <Select
                aria-label={`Of which field: figure ${index + 1}`}
                w={170}
                searchable
                allowDeselect={false}
                data={counted.map(({ name }) => ({ value: name, label: labelOf(name, fields) }))}
                value={measure.field}
                onChange={(field) => set({ ...measure, field, label: null })}
              />
            )}
            {measures.length > 1 && (
              <ActionIcon aria-label={`Without figure ${index + 1}`} mb={4} onClick={() => set(null)}>
                <X size={14} />
              </ActionIcon>
            )}
          </Group>
        )
      })}
      {measures.length < 6 && (
        <Button
          variant="subtle"
          leftSection={<Plus size={14} />}
          onClick={() =>
            onChange([
              ...measures,
              first
                ? { of: 'sum', field: first.name, label: null }
                : { of: 'count', field: null, label: null },
            ])
          }
        >
          Another figure
        </Button>
      )}
    </Group>
  )
}
