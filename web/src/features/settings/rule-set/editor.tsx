import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core'
import { ArrowDown, ArrowUp, FlaskConical, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { CriteriaBuilder } from '../../../records/criteria/builder.tsx'
import {
  asGroup,
  criterionWords,
  partsOf,
  useVocabularies,
  type Vocabulary,
} from '../../../records/criteria/criterion.ts'
import { useEdited } from '../../../records/edited.ts'
import { Panel } from '../../../records/panel.tsx'
import { useResource } from '../../../records/related.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { formatsNow } from '../../../ui/formats.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { startOfDay } from '../../../ui/zone.ts'
import type { Rule, RuleContent, RuleSet } from '../rule-set.entry.ts'
import { OutcomeInput, PurposeSettings } from './outcome.tsx'
import classes from './rule-set.module.css'
import { Trial } from './trial.tsx'

/** What is published last, or worked on. */
function contentOf({ draft, versions = [] }: RuleSet): RuleContent | undefined {
  return (draft ?? versions.at(-1)?.content) as RuleContent | undefined
}

/** The draft of a set of rules: what is changed here decides nothing until it is published. */
export function RuleEditor({ row }: { row: RuleSet }) {
  const { base, setBase, edited: content, setEdited: setContent, isChanged } = useEdited(row, contentOf)
  const [trying, setTrying] = useState(false)
  const [publishing, setPublishing] = useState(false)
  const command = useCommand()
  const refusal = useRefusal()
  if (!content) return null

  const send = async (verb: string, body: object, ifMatch: number) =>
    command.mutateAsync({
      method: 'POST',
      path: `/rule-sets/${row.id}/${verb}`,
      body,
      ifMatch,
      touches: ['ruleSet'],
    })
  const save = async (): Promise<number | undefined> => {
    try {
      const { revision } = await send('draft', { content }, base.revision)
      const draft = content as NonNullable<RuleSet['draft']>
      setBase({ ...base, draft, revision })
      return revision
    } catch (error) {
      failed('The draft was not saved', error)
      return undefined
    }
  }
  const readOnly = refusal('ruleSet.draft') !== undefined
  const hasDraft = base.draft !== null
  const change = (part: Partial<RuleContent>) => setContent({ ...content, ...part })
  return (
    <Panel
      title={hasDraft || isChanged ? 'Draft' : 'Rules'}
      aside={
        <Group gap={8}>
          {!untried.some((purpose) => purpose === row.purpose) && (
            <Button
              variant="default"
              leftSection={<FlaskConical size={14} />}
              disabled={refusal('ruleSet.try') !== undefined}
              onClick={() => setTrying(true)}
            >
              Try
            </Button>
          )}
          {(hasDraft || isChanged) && (
            <WriteButton
              variant="default"
              permission="ruleSet.discard-draft"
              onClick={() => {
                if (!hasDraft) setContent(contentOf(base))
                else
                  void send('discard-draft', {}, base.revision).then(
                    () => {
                      const published = { ...row, draft: null }
                      setBase({ ...published, revision: -1 })
                      setContent(contentOf(published))
                    },
                    (error: unknown) => failed('The draft stays', error),
                  )
              }}
            >
              Throw away
            </WriteButton>
          )}
          <WriteButton
            variant="default"
            permission="ruleSet.draft"
            refusal={isChanged ? undefined : 'Nothing has changed since it was saved.'}
            onClick={() => void save().then((saved) => saved !== undefined && done('Draft saved'))}
          >
            Save draft
          </WriteButton>
          <WriteButton
            permission="ruleSet.publish"
            refusal={hasDraft || isChanged ? undefined : 'There is no draft to publish.'}
            onClick={() => setPublishing(true)}
          >
            Publish
          </WriteButton>
        </Group>
      }
    >
      <Stack gap={8}>
        {content.hotFrom !== undefined && content.warmFrom !== undefined ? (
          <Group gap={16}>
            <Bound
              label="Hot from"
              value={content.hotFrom}
              disabled={readOnly}
              onChange={(hotFrom) => change({ hotFrom })}
            />
            <Bound
              label="Warm from"
              value={content.warmFrom}
              disabled={readOnly}
              onChange={(warmFrom) => change({ warmFrom })}
            />
          </Group>
        ) : (
          <PurposeSettings
            picksUp={row.purpose === 'lead-assignment'}
            content={content}
            readOnly={readOnly}
            onChange={change}
          />
        )}
        <Rules row={row} rules={content.rules} readOnly={readOnly} onChange={(rules) => change({ rules })} />
      </Stack>
      {trying && <Trial row={row} content={content} onClose={() => setTrying(false)} />}
      {publishing && (
        <AskDialog
          title="Publish these rules"
          fields={[
            { key: 'from', label: 'From', kind: 'date', hint: 'Left empty: from now on' },
            { key: 'note', label: 'Why?', kind: 'text', hint: 'Stands beside the version' },
          ]}
          submit="Publish"
          onClose={() => setPublishing(false)}
          onSubmit={async ({ from, note }) => {
            const revision = isChanged ? await save() : base.revision
            if (revision === undefined) throw new Error('The draft was not saved.')
            const day = typeof from === 'string' ? startOfDay(from, formatsNow().timeZone) : undefined
            await send(
              'publish',
              { from: day === undefined ? null : new Date(day).toISOString(), note: note ?? null },
              revision,
            )
            done('Published')
          }}
        >
          What was decided so far keeps the version that decided it.{' '}
          {words[row.purpose ?? 'lead-score'].published}
        </AskDialog>
      )}
    </Panel>
  )
}

/** Rules that are not tried on what was decided of late. */
const untried = ['price-book', 'deal-idle', 'ticket-assignment'] as const

/** What is said of the rules of each purpose, and what a new one begins with. */
const words: Readonly<
  Record<NonNullable<RuleSet['purpose']>, { published: string; none: string; first: Rule['outcome'] }>
> = {
  'lead-score': {
    published:
      'Leads are scored by these rules when something becomes known of them, or when they are scored anew.',
    none: 'No rules: every lead has a score of 0.',
    first: { points: 10 },
  },
  'lead-assignment': {
    published: 'Leads that come without an owner are given to somebody by these rules.',
    none: 'No rules: leads wait until somebody takes them.',
    first: { userIds: [], teamId: null, choose: 'round-robin' },
  },
  'ticket-assignment': {
    published: 'Tickets that are opened for nobody are given to somebody by these rules.',
    none: 'No rules: tickets wait until somebody takes them.',
    first: { userIds: [], teamId: null, choose: 'least-loaded' },
  },
  'price-book': {
    published: 'Lines are priced by these rules when they are written.',
    none: 'No rules: all products cost what the catalogue says.',
    first: { priceBookId: null },
  },
  'deal-idle': {
    published:
      'Deals are held against these rules every night; each rule is followed once while a deal stands still.',
    none: 'No rules: nobody is told of deals that stand still.',
    first: { task: 'Follow up' },
  },
  workflow: {
    published:
      'What happens from now on is held against these rules; what they do is among the workflow runs.',
    none: 'No rules: nothing is done by itself.',
    first: {
      model: 'lead',
      on: ['lead.captured'],
      actions: [{ do: 'task', subject: 'Follow up', dueInDays: 1, assigneeId: null }],
    },
  },
  'lead-qualification': {
    published:
      'Leads are decided on by these rules when they come, and when something becomes known of them.',
    none: 'No rules: people say which leads are qualified.',
    first: { qualifies: true, reason: null },
  },
}

/** What rules ask of a deal, beside its account. */
const ofDeal = (deal: Vocabulary | undefined) =>
  (deal?.fields ?? []).flatMap((field) => {
    if (field.name === 'channel') return [{ ...field, label: 'Channel of the deal' }]
    return field.name === 'currency' ? [{ ...field, label: 'Currency' }] : []
  })

/** What is no column of a deal: for how many days nobody has touched it. */
const idleDays: Vocabulary['fields'][number] = {
  name: 'idleDays',
  kind: 'number',
  label: 'Days untouched',
  operators: ['at-least', 'at-most', 'more-than', 'less-than'],
}

function Bound({
  label,
  value,
  disabled,
  onChange,
}: {
  label: string
  value: number
  disabled: boolean
  onChange: (value: number) => void
}) {
  return (
    <NumericInput
      label={label}
      w={110}
      min={0}
      max={100}
      disabled={disabled}
      value={value}
      onChange={(next) => onChange(next ?? Number.NaN)}
    />
  )
}

function Rules({
  row: { model, facts, purpose },
  rules,
  readOnly,
  onChange,
}: {
  row: RuleSet
  rules: readonly Rule[]
  readOnly: boolean
  onChange: (rules: readonly Rule[]) => void
}) {
  const [building, setBuilding] = useState<number | null>(null)
  const built = building === null ? undefined : rules[building]
  // Each rule of the workflow says what it is about.
  const modelOf = (rule: Rule | undefined) => (purpose === 'workflow' ? (rule?.outcome.model ?? '') : model)
  const resource = useResource(modelOf(built ?? rules[0]))
  const vocabularies = useVocabularies()
  const beside =
    purpose === 'price-book'
      ? ofDeal(vocabularies.get('opportunity'))
      : purpose === 'deal-idle'
        ? [idleDays]
        : []
  const change = (place: number, part: Partial<Rule>) =>
    onChange(rules.map((rule, at) => (at === place ? { ...rule, ...part } : rule)))
  const move = (place: number, to: number) => {
    const others = rules.toSpliced(place, 1)
    onChange(others.toSpliced(to, 0, ...rules.slice(place, place + 1)))
  }
  return (
    <>
      {rules.length === 0 && <Quiet>{words[purpose ?? 'lead-score'].none}</Quiet>}
      <ol className={classes.rules} aria-label="Rules">
        {rules.map((rule, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a new rule has no name but its place
          <li key={place} className={purpose === 'workflow' ? classes.long : classes.rule}>
            <TextInput
              aria-label={`Rule ${place + 1}: name`}
              className={classes.name}
              disabled={readOnly}
              value={rule.name}
              onChange={(event) => change(place, { name: event.currentTarget.value })}
            />
            {rule.outcome.points === undefined ? (
              <OutcomeInput
                place={place + 1}
                outcome={rule.outcome}
                readOnly={readOnly}
                onChange={(outcome) => change(place, { outcome })}
              />
            ) : (
              <NumericInput
                aria-label={`Rule ${place + 1}: points`}
                w={84}
                min={-100}
                max={100}
                disabled={readOnly}
                value={rule.outcome.points}
                onChange={(points) => change(place, { outcome: { points: points ?? Number.NaN } })}
              />
            )}
            <button
              type="button"
              className={classes.when}
              aria-label={`Rule ${place + 1}: when`}
              disabled={readOnly || !resource}
              onClick={() => setBuilding(place)}
            >
              {criterionWords(rule.when, purpose === 'workflow' ? [] : (resource?.fields ?? []), [
                ...(vocabularies.get(modelOf(rule))?.fields ?? []),
                ...beside,
              ])}
            </button>
            <Group gap={4} wrap="nowrap">
              <ActionIcon
                aria-label={`Move rule ${place + 1} up`}
                disabled={readOnly || place === 0}
                onClick={() => move(place, place - 1)}
              >
                <ArrowUp size={14} />
              </ActionIcon>
              <ActionIcon
                aria-label={`Move rule ${place + 1} down`}
                disabled={readOnly || place === rules.length - 1}
                onClick={() => move(place, place + 1)}
              >
                <ArrowDown size={14} />
              </ActionIcon>
              <ActionIcon
                aria-label={`Remove rule ${place + 1}`}
                disabled={readOnly}
                onClick={() => onChange(rules.toSpliced(place, 1))}
              >
                <Trash2 size={14} />
              </ActionIcon>
            </Group>
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        size="xs"
        className={classes.add}
        leftSection={<Plus size={14} />}
        disabled={readOnly}
        onClick={() => {
          onChange([
            ...rules,
            { name: 'A new rule', when: { all: [] }, outcome: words[purpose ?? 'lead-score'].first },
          ])
          setBuilding(rules.length)
        }}
      >
        Add a rule
      </Button>
      {built && building !== null && resource && (
        <CriteriaBuilder
          resource={resource}
          criterion={asGroup(built.when)}
          only={purpose === 'workflow' ? undefined : facts}
          beside={beside}
          title={`When “${built.name}” holds`}
          submit="Take these conditions"
          onClose={() => setBuilding(null)}
          onShow={(group) => {
            const [only, ...others] = partsOf(group)
            // One condition stands for itself.
            change(building, { when: 'all' in group && only && others.length === 0 ? only : group })
            setBuilding(null)
          }}
        />
      )}
    </>
  )
}
