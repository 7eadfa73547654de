import { useMediaQuery } from '@mantine/hooks'

/** A telephone held upright: one column, rows of two lines, and the places at the thumb. The style sheets say the same number. */
export const useNarrow = (): boolean =>
  useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false }) ?? false
