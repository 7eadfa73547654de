import { deciders, projections } from '../../src/registry.ts'
import { foldLaws } from '../support/fold-laws.ts'

foldLaws(deciders, projections, { runs: 5, events: 600 })
