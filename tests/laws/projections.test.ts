import { deciders, projections } from '../../src/registry.ts'
import { foldLaws } from '../support/fold-laws.ts'

foldLaws(deciders, projections, { runs: 4, events: 450 })
