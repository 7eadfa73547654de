import { Group, Select, Textarea } from '@mantine/core'
import { useDirectory } from '../../../records/names.ts'
import type { TextBlock } from '../text-block.entry.ts'

export interface Texts {
  intro: string
  terms: string
}

/** As the server takes them: nothing is no text. */
export const asTexts = ({ intro, terms }: Texts) => ({
  intro: intro.trim() || null,
  terms: terms.trim() || null,
})

/** What a quote says before or after its lines, in words of one's own or out of the text blocks. */
export function QuoteText({
  use,
  label,
  texts,
  errorOf,
  onChange,
}: {
  use: keyof Texts
  label: string
  texts: Texts
  errorOf: (path: string) => string | undefined
  onChange: (texts: Texts) => void
}) {
  const blocks = useDirectory<TextBlock>('textBlock').filter((one) => !one.archived && one.use === use)
  return (
    <Group align="flex-end" gap={8} wrap="nowrap">
      <Textarea
        flex={1}
        autosize
        minRows={1}
        maxRows={8}
        label={label}
        value={texts[use]}
        error={errorOf(use)}
        onChange={(event) => onChange({ ...texts, [use]: event.currentTarget.value })}
      />
      {blocks.length > 0 && (
        <Select
          w={180}
          aria-label={`${label}: insert a text block`}
          placeholder="Insert a text"
          data={blocks.map(({ id, name }) => ({ value: id, label: name ?? id }))}
          value={null}
          onChange={(id) => {
            const text = blocks.find((one) => one.id === id)?.text
            if (text) onChange({ ...texts, [use]: [texts[use], text].filter(Boolean).join('\n\n') })
          }}
        />
      )}
    </Group>
  )
}
