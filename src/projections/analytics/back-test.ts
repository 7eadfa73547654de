import { type BackTestState, backTest } from '../../domain/analytics/back-test.ts'
import { date, instant, integer, json, projection, text, texts, uuid } from '../projection.ts'

export const backTestTable = projection(backTest)({
  name: 'backTest',
  version: 1,
  columns: {
    from: date,
    to: date,
    cadence: text,
    span: text,
    methods: texts,
    basis: text,
    seed: json<number>(),
    askerId: uuid,
    upTo: text,
    until: instant,
    zone: text,
    fiscalYearStart: integer,
    currency: text,
    deals: integer,
    forecasts: json<BackTestState['forecasts']>(),
    errors: json<BackTestState['errors']>(),
    horizons: json<BackTestState['horizons']>(),
    owners: json<BackTestState['owners']>(),
    stages: json<BackTestState['stages']>(),
    open: texts,
  },
  indexes: [['createdAt'], ['updatedAt'], ['askerId', 'createdAt']],
  on: { 'backTest.made': (_, { data }) => data },
})
