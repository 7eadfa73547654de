/** What each way to forecast does, in a sentence. The order is that of preference as long as none was tried. */
export const methods = {
  'conversion-by-owner':
    'Won so far, and what open deals and those still to be opened bring by how deals have gone from stage to stage, by their ' +
    'days in the stage; each owner’s own rates count as far as there is enough of them to tell them from chance.',
  conversion:
    'Won so far, and what open deals and those still to be opened bring by how deals of all owners have gone from stage to ' +
    'stage, by their days in the stage.',
  'smoothed-bookings':
    'Won so far, and for the days that are left what has been won in 30 days of late, smoothed exponentially; open deals are ' +
    'not looked at.',
  'stage-defaults':
    'Won so far, and the amount of each open deal that is to close in the period times its probability, mostly that of its ' +
    'stage; a deal without a close date is taken to close in it.',
  'last-period': 'What was won in the period before.',
  combined:
    'The mean of smoothed bookings and of that one of the two by stages which has been nearer to what was won, at month ends ' +
    'whose period was over by then: methods that look at different things err at different times.',
} as const

export type Method = keyof typeof methods
export const methodNames = Object.keys(methods) as [Method, ...Method[]]
