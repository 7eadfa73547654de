import { Link } from '@tanstack/react-router'
import { isRecord } from '../api/problem.ts'
import { isMoney, isName, isPerson } from '../api/shapes.ts'
import { InstantValue } from '../time/instant.tsx'
import { count, day, percent, personName, sentence } from '../ui/format.ts'
import { MoneyValue, Nothing, Tag } from '../ui/values.tsx'
import { customNameIn } from './custom-fields.ts'
import { entryOf } from './entry.ts'
import { choiceOf, type Field } from './field.ts'
import { useName } from './names.ts'
import classes from './records.module.css'
import { TagsShown } from './tags.tsx'
import { TelephoneNumber } from './telephone-number.tsx'

/** Kinds of fields whose values have parts. */
const holdsObjects: ReadonlySet<Field['kind']> = new Set([
  'money',
  'name',
  'person',
  'own',
  'shown',
  'words',
  'tags',
  'text',
])

/** A value as its field says. `row` gives the names that stand beside references; `plain`: it leads nowhere by itself. */
export function FieldValue({
  field,
  value,
  row,
  plain = false,
}: {
  field: Field
  value: unknown
  row?: object
  plain?: boolean
}) {
  if (field.kind === 'shown' && row) return field.show(row)
  if (value === null || value === undefined || value === '') return <Nothing />
  // A value that is not of its field's kind, such as one in an old event, is shown as what it is.
  if (typeof value === 'object' && !holdsObjects.has(field.kind)) return <AnyValue value={value} />
  const words = typeof value === 'string' ? value : String(value as number | boolean)
  switch (field.kind) {
    case 'money':
      return isMoney(value) ? <MoneyValue value={value} /> : <AnyValue value={value} />
    case 'name':
      return isName(value) ? personName(value) : <AnyValue value={value} />
    case 'date':
      return <>{day(words)}</>
    case 'instant':
      return <InstantValue at={words} />
    case 'percent':
      return <>{percent(Number(value))}</>
    case 'number':
      return (
        <>
          {typeof value === 'number' ? count(value, field.places) : words}
          {field.unit && ` ${field.unit}`}
        </>
      )
    case 'yes-no':
      return <>{value ? 'Yes' : 'No'}</>
    case 'choice': {
      const choice = choiceOf(field, value)
      return choice?.tone ? <Tag tone={choice.tone}>{choice.label}</Tag> : (choice?.label ?? sentence(words))
    }
    case 'ref':
      return <Reference model={field.model} id={words} plain={plain} {...besideOf(row, field.key)} />
    case 'email':
      return plain ? (
        words
      ) : (
        <a href={`mailto:${words}`} className={classes.link}>
          {words}
        </a>
      )
    case 'phone':
      return plain ? words : <TelephoneNumber number={words} />
    case 'url':
      return plain ? words : <Outside address={words} />
    case 'long-text':
      return <span className={classes.longText}>{words}</span>
    case 'person':
      return isPerson(value) ? (
        <span title={value.email ?? undefined}>{value.name}</span>
      ) : (
        <AnyValue value={value} />
      )
    case 'own':
      return <field.Show value={value} />
    case 'tags':
      return <TagsShown value={value} />
    case 'password':
    case 'words':
    case 'shown':
    case 'listed':
    case 'text':
      return <AnyValue value={value} />
  }
}

/** A value of which nothing is known but itself, such as one in an old event. */
export function AnyValue({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === '') return <Nothing />
  if (Array.isArray(value) && value.length === 0) return <Nothing />
  if (isMoney(value)) return <MoneyValue value={value} />
  if (isName(value)) return <>{personName(value)}</>
  if (isPerson(value)) return <>{value.email ? `${value.name} <${value.email}>` : value.name}</>
  if (typeof value === 'string' && value.startsWith('data:image/')) return <Picture source={value} />
  if (typeof value === 'boolean') return <>{value ? 'Yes' : 'No'}</>
  if (typeof value === 'string' || typeof value === 'number') return <>{String(value)}</>
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return <>{value.join(', ')}</>
  if (Array.isArray(value)) return <>{value.map(wordsOf).join(', ')}</>
  return (
    <>
      {Object.entries(value)
        .filter(([, part]) => part !== null && part !== undefined && typeof part !== 'object')
        .map(([key, part]) => `${sentence(key)} ${String(part)}`)
        .join(', ')}
    </>
  )
}

export function Picture({ source }: { source: string }) {
  return <img src={source} alt="As it looks" className={classes.picture} />
}

export function Reference({
  model,
  id,
  name,
  plain = false,
}: {
  model: string
  id: string
  /** Its name alone, where something around it leads elsewhere. */
  plain?: boolean
  /** What the server says it is called; null: that this reader does not see it. */
  name?: string | null
}) {
  return name === null ? (
    <span className={classes.unseen}>Not visible to you</span>
  ) : (
    <NamedReference model={model} id={id} plain={plain} {...(name !== undefined && { name })} />
  )
}

function NamedReference({
  model,
  id,
  name,
  plain,
}: {
  model: string
  id: string
  name?: string
  plain: boolean
}) {
  const known = useName(model, id, name)
  const entry = entryOf(model)
  const words = known ?? '…'
  if (!entry || plain) return <>{words}</>
  return (
    <Link
      to="/$path/$id"
      params={{ path: entry.path, id }}
      className={classes.link}
      onClick={(event) => event.stopPropagation()}
    >
      {words}
    </Link>
  )
}

/** Only http addresses become links: a stored `javascript:` must never run. */
function Outside({ address }: { address: string }) {
  const href = /^https?:\/\//i.test(address) ? address : `https://${address}`
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className={classes.link}>
      {address.replace(/^https?:\/\//i, '')}
    </a>
  )
}

/** The name that the server put beside a reference: `accountName` for `accountId`, or in `customNames`. */
function besideOf(row: object | undefined, key: string): { name?: string | null } {
  if (!row) return {}
  const name = key.endsWith('Id')
    ? (row as Record<string, unknown>)[`${key.slice(0, -2)}Name`]
    : customNameIn(row, key)
  return typeof name === 'string' || name === null ? { name } : {}
}

/** What one entry of a list is called: its name, or the first words in it. */
function wordsOf(item: unknown): string {
  if (!isRecord(item)) return String(item)
  const { name, description, reason } = item
  return [name, description, reason, ...Object.values(item)].find((part) => typeof part === 'string') ?? '…'
}
