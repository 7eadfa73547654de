import { Screen } from '../../../ui/screen.tsx'
import { ApiKeys } from './api-keys.tsx'
import { OwnCalendar } from './calendar.tsx'
import { Profile } from './profile.tsx'
import { SecondFactor } from './security.tsx'
import { Sessions } from './sessions.tsx'
import { Trainings } from './trainings.tsx'

/** What people set for themselves: who they are here, how they sign in, and what acts for them. */
export function MeScreen() {
  return (
    <Screen title="Profile and security">
      <Profile />
      <OwnCalendar />
      <Trainings />
      <SecondFactor />
      <Sessions />
      <ApiKeys />
    </Screen>
  )
}
