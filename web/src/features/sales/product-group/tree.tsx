import { Reference } from '../../../records/field-value.tsx'
import { useDirectory } from '../../../records/names.ts'
import { Panel } from '../../../records/panel.tsx'
import type { ProductGroup } from '../product-group.entry.ts'
import classes from './tree.module.css'

/** All groups in use, each under what it is part of. */
export function GroupTree() {
  const groups = useDirectory<ProductGroup>('productGroup').filter(({ archived }) => !archived)
  if (!groups.some(({ parentId }) => parentId)) return null
  return (
    <Panel title="What is part of what">
      <Branch groups={groups} parentId={null} />
    </Panel>
  )
}

function Branch({ groups, parentId }: { groups: readonly ProductGroup[]; parentId: string | null }) {
  const here = groups.filter((one) => one.parentId === parentId)
  if (here.length === 0) return null
  return (
    <ul className={classes.branch}>
      {here.map(({ id }) => (
        <li key={id}>
          <Reference model="productGroup" id={id} />
          <Branch groups={groups} parentId={id} />
        </li>
      ))}
    </ul>
  )
}
