import { RecordPage } from '../../../records/page.tsx'
import { pipeline } from '../pipeline.tsx'
import { Stages } from './stages.tsx'

/** A pipeline with its stages, which are changed one by one: deals keep what they were given. */
export function PipelinePage({ id }: { id: string }) {
  return (
    <RecordPage resource={pipeline} id={id}>
      {(row) => <Stages row={row} />}
    </RecordPage>
  )
}
