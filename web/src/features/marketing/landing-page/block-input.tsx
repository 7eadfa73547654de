import { Textarea, TextInput } from '@mantine/core'
import { RefInput } from '../../../records/field-input.tsx'
import { picture } from '../../../records/picture-input.tsx'
import type { Block } from '../landing-page.entry.ts'

const { Input: PictureInput } = picture({ width: 640, height: 400 })

/** What is said of a part of a page. */
export function BlockInput({
  label,
  block,
  onChange,
}: {
  label: string
  block: Block
  onChange: (block: Block) => void
}) {
  switch (block.is) {
    case 'heading':
      return (
        <TextInput
          aria-label={`${label}: heading`}
          flex={1}
          value={block.text}
          onChange={(event) => onChange({ ...block, text: event.currentTarget.value })}
        />
      )
    case 'text':
      return (
        <Textarea
          aria-label={`${label}: text`}
          description="A link is [words](https://example.com)"
          flex={1}
          autosize
          minRows={2}
          value={block.text}
          onChange={(event) => onChange({ ...block, text: event.currentTarget.value })}
        />
      )
    case 'picture':
      return (
        <>
          <PictureInput
            label="Picture"
            value={block.picture || null}
            onChange={(chosen) => onChange({ ...block, picture: typeof chosen === 'string' ? chosen : '' })}
          />
          <TextInput
            label="What it shows"
            flex={1}
            value={block.alt}
            onChange={(event) => onChange({ ...block, alt: event.currentTarget.value })}
          />
        </>
      )
    case 'product':
      return (
        <RefInput
          label=""
          aria-label={`${label}: product`}
          model="product"
          value={block.productId || null}
          onChange={(productId) => onChange({ ...block, productId: productId ?? '' })}
        />
      )
    case 'form':
      return (
        <RefInput
          label=""
          aria-label={`${label}: form`}
          model="leadForm"
          value={block.formId || null}
          onChange={(formId) => onChange({ ...block, formId: formId ?? '' })}
        />
      )
    case 'button':
      return (
        <>
          <TextInput
            aria-label={`${label}: words on the button`}
            value={block.text}
            onChange={(event) => onChange({ ...block, text: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`${label}: where it leads`}
            flex={1}
            placeholder="https://"
            value={block.url}
            onChange={(event) => onChange({ ...block, url: event.currentTarget.value })}
          />
        </>
      )
  }
}
