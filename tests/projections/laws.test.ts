import { times } from '../support/chance.ts'
import { foldLaws } from '../support/fold-laws.ts'
import { parcelDeciders, parcelProjections } from '../support/parcels.ts'

foldLaws(parcelDeciders, parcelProjections, { runs: times(4, 15) })
