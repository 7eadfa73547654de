import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Screen } from '../../../ui/screen.tsx'
import { Suggestions } from './suggestions.tsx'

/** Who is to be followed up, and why. */
export function FollowUpScreen() {
  const [all, setAll] = useState(false)
  return (
    <Screen
      title="Follow up"
      about="What waits for an answer, ends soon, or has been quiet for too long."
      actions={
        <Checkbox
          label="Also what is not mine"
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      }
    >
      <Suggestions title="To follow up" all={all} limit={200} />
    </Screen>
  )
}
