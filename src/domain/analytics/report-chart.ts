/** How a report is drawn. */
export const charts = [
  'table',
  'bar',
  'line',
  'area',
  'pie',
  'funnel',
  'heat-map',
  'sankey',
  'cohort',
] as const
export type Chart = (typeof charts)[number]

/** What is drawn by two groups, as it is called in a sentence. */
export const twofold: Readonly<Partial<Record<Chart, string>>> = {
  'heat-map': 'a heat map',
  sankey: 'a flow',
  cohort: 'a cohort',
}

/** Whether so many groups can be drawn so: without one there is a line of figures, and of one there is nothing across. */
export const isDrawnBy = (drawn: Chart, groups: number): boolean =>
  drawn === 'table' || groups === 2 || (groups === 1 && twofold[drawn] === undefined)
