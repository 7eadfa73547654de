import { foldLaws } from '../support/fold-laws.ts'
import { parcelDeciders, parcelProjections } from '../support/parcels.ts'

foldLaws(parcelDeciders, parcelProjections, { runs: 15 })
