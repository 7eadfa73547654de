import { deciders, projections } from '../../src/registry.ts'
import { times } from '../support/chance.ts'
import { foldLaws } from '../support/fold-laws.ts'

foldLaws(deciders, projections, { runs: times(1, 5), events: 600 })
