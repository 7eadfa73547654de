import { automationEffect, automations } from '../../api/analytics/insight/automation-effect.ts'
import { churn } from '../../api/analytics/insight/churn.ts'
import { cohorts } from '../../api/analytics/insight/cohorts.ts'
import { customerBehaviour } from '../../api/analytics/insight/customer-behaviour.ts'
import { customerGroups } from '../../api/analytics/insight/customer-groups.ts'
import { lookAlikes } from '../../api/analytics/insight/look-alikes.ts'
import { marketTrends } from '../../api/analytics/insight/market-trends.ts'
import { productAssociations } from '../../api/analytics/insight/product-associations.ts'
import { productProblems } from '../../api/analytics/insight/product-problems.ts'
import { reliability } from '../../api/analytics/insight/reliability.ts'
import { retention } from '../../api/analytics/insight/retention.ts'
import { satisfactionActions } from '../../api/analytics/insight/satisfaction-actions.ts'
import { supportRanking } from '../../api/analytics/insight/support-ranking.ts'
import { feature } from '../feature.ts'

/** What follows from what happened, for who decides by it: each with its counts and how sure that is. */
export const insight = feature({
  name: 'insight',
  queries: [
    productProblems,
    supportRanking,
    automationEffect,
    automations,
    satisfactionActions,
    cohorts,
    reliability,
    churn,
    retention,
    customerGroups,
    customerBehaviour,
    productAssociations,
    lookAlikes,
    marketTrends,
  ],
})
