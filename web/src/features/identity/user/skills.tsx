import { TagsInput } from '@mantine/core'
import type { OwnInput } from '../../../records/field.ts'
import { Nothing } from '../../../ui/values.tsx'

const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])

export function SkillsShown({ value }: { value: unknown }) {
  const skills = texts(value)
  return skills.length === 0 ? <Nothing /> : skills.join(', ')
}

export function SkillsInput({ value, onChange, ...shared }: OwnInput) {
  return <TagsInput {...shared} clearable value={texts(value)} onChange={onChange} />
}
