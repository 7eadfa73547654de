import { Button } from '@mantine/core'
import { useState } from 'react'
import { useResource } from '../related.tsx'
import { CriteriaBuilder } from './builder.tsx'
import { asGroup, type Criterion, criterionWords, isEmptyGroup, useVocabularies } from './criterion.ts'

/** A criterion in words, which opens where it is put together. */
export function CriterionButton({
  label,
  model,
  criterion,
  title,
  onChange,
}: {
  label: string
  model: string
  criterion: Criterion
  title: string
  onChange: (criterion: Criterion) => void
}) {
  const [building, setBuilding] = useState(false)
  const of = useResource(model)
  const asked = useVocabularies().get(model)?.fields ?? []
  const words =
    of && !isEmptyGroup(criterion) ? criterionWords(criterion, of.fields, asked) : 'Say a condition'
  return (
    <>
      <Button variant="default" aria-label={`${label}: ${words}`} onClick={() => setBuilding(true)}>
        {words}
      </Button>
      {building && of && (
        <CriteriaBuilder
          resource={of}
          criterion={asGroup(criterion)}
          title={title}
          submit="Use it"
          onClose={() => setBuilding(false)}
          onShow={(next) => {
            setBuilding(false)
            onChange(next)
          }}
        />
      )}
    </>
  )
}
