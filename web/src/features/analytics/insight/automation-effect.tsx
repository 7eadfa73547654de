import { SegmentedControl, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import { useMay } from '../../../api/session.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Report } from '../../../records/report.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { useView } from '../../../time/use-time.ts'
import { count, day, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import { Opening } from '../opening.tsx'
import { Between, moreDays, points, Told, tenth } from './figures.tsx'

type Effect = Replies['/automation-effect']
type Cohort = Effect['before']
type Comparison = Effect['change']
type Automations = Replies['/automations']

const came = { lead: 'Converted', opportunity: 'Won' } as const
type Model = keyof typeof came
/** So many days as may be asked for; undefined: what is typed is none of them. */
const between = (days: number | null, least: number) =>
  days !== null && days >= least && days <= 730 ? days : undefined
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text)

interface Asked {
  model: Model
  on: string
  days: number
  within: number
}

/** What an automation has changed since its day: how many leads or deals come to something, and how long that takes. */
export function AutomationEffect() {
  const [asked, ask] = useState<Asked>({ model: 'lead', on: '', days: 90, within: 30 })
  useLive(asked.model)
  return (
    <>
      <Panel title="What is compared">
        <Question asked={asked} onChange={(part) => ask((before) => ({ ...before, ...part }))} />
      </Panel>
      {isDay(asked.on) && <Comparison asked={asked} />}
    </>
  )
}

function Question({ asked, onChange }: { asked: Asked; onChange: (part: Partial<Asked>) => void }) {
  const may = useMay()('ruleSet.read')
  const { data } = useQuery({
    ...derivedQuery<Automations>('ruleSet', '/automations', {}, useView()),
    enabled: may,
  })
  const starts = data?.items ?? []
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Of which records"
        value={asked.model}
        onChange={(next) => onChange({ model: next === 'opportunity' ? 'opportunity' : 'lead' })}
        data={[
          { value: 'lead', label: 'Leads' },
          { value: 'opportunity', label: 'Deals' },
        ]}
      />
      {starts.length > 0 && (
        <Select
          size="xs"
          label="Since these rules"
          placeholder="Choose, or give a day"
          value={null}
          data={starts.map(({ ruleSetId, name, version, on }) => ({
            value: `${ruleSetId} ${version}`,
            label: `${name}, version ${version} (${day(on)})`,
          }))}
          onChange={(chosen) => {
            const start = starts.find(({ ruleSetId, version }) => `${ruleSetId} ${version}` === chosen)
            if (start) onChange({ on: start.on })
          }}
        />
      )}
      <TextInput
        size="xs"
        type="date"
        label="Since this day"
        value={asked.on}
        onChange={({ currentTarget }) => onChange({ on: currentTarget.value })}
      />
      <NumericInput
        size="xs"
        label="Days on each side"
        min={7}
        max={730}
        value={asked.days}
        onChange={(next) => onChange({ days: between(next, 7) ?? asked.days })}
      />
      <NumericInput
        size="xs"
        label="Days each is watched"
        min={1}
        max={730}
        value={asked.within}
        onChange={(next) => onChange({ within: between(next, 1) ?? asked.within })}
      />
    </>
  )
}

function Comparison({ asked }: { asked: Asked }) {
  return (
    <Report<Effect>
      model={asked.model}
      title="Before and after"
      path="/automation-effect"
      parameters={{ ...asked }}
      lines={({ earlier, before, after }) => [
        ['Time', 'From', 'To', 'Began', came[asked.model], 'Share', 'Low', 'High', 'Median days'],
        ...(
          [
            ['Earlier', earlier],
            ['Before', before],
            ['After', after],
          ] as const
        ).map(([name, one]) => [
          name,
          one.from,
          one.to,
          one.began,
          one.succeeded,
          one.share,
          one.low,
          one.high,
          one.medianDays,
        ]),
      ]}
    >
      {({ earlier, before, after, young, change, drift, method }) => (
        <>
          <Table
            label="Before and after"
            head={['Time', 'Began', `${came[asked.model]} in time`, 'Share', '95 % interval', 'Median days']}
          >
            <Row name="Earlier" model={asked.model} of={earlier} />
            <Row name="Before" model={asked.model} of={before} />
            <Row name="After" model={asked.model} of={after} />
          </Table>
          <Table label="Change" head={['Change', 'Share', '95 % interval', 'Days', '95 % interval of days']}>
            <Change name="Before to after" of={change} />
            <Change name="By itself: earlier to before" of={drift} />
          </Table>
          {young > 0 && <Quiet>{count(young)} that began since are too young to count.</Quiet>}
          <Quiet>{method}</Quiet>
        </>
      )}
    </Report>
  )
}

function Row({ name, model, of }: { name: string; model: Model; of: Cohort }) {
  return (
    <tr>
      <td>
        {name} {of.from <= of.to && <Days from={of.from} to={of.to} />}{' '}
        {of.few && <Tag tone="neutral">Few</Tag>}
      </td>
      <td data-right>
        <Opening model={model} where={of.openBegan}>
          {count(of.began)}
        </Opening>
      </td>
      <td data-right>
        <Opening model={model} where={of.openSucceeded}>
          {count(of.succeeded)}
        </Opening>
      </td>
      <td data-right>
        <Told value={of.share} words={percent} />
      </td>
      <td data-right>
        <Between low={of.low} high={of.high} words={percent} />
      </td>
      <td data-right>
        <Told value={of.medianDays} words={tenth} />
      </td>
    </tr>
  )
}

const Days = ({ from, to }: { from: string; to: string }) => (
  <small>
    {day(from)} to {day(to)}
  </small>
)

function Change({ name, of: { share, days } }: { name: string; of: Comparison }) {
  const cells = (of: Comparison['share'], words: (value: number) => string): ReactNode =>
    of === null ? (
      <>
        <td data-right>
          <Nothing />
        </td>
        <td data-right>
          <Nothing />
        </td>
      </>
    ) : (
      <>
        <td data-right>
          {words(of.value)} {of.low <= 0 && of.high >= 0 && <Tag tone="neutral">May be chance</Tag>}
        </td>
        <td data-right>
          <Between low={of.low} high={of.high} words={words} />
        </td>
      </>
    )
  return (
    <tr>
      <td>{name}</td>
      {cells(share, points)}
      {cells(days, moreDays)}
    </tr>
  )
}
