import { ActionIcon, Button, createTheme, type MantineColorsTuple, Modal, Tooltip } from '@mantine/core'

/** The one accent: an ink blue that stands against the amber of the past. */
const ink: MantineColorsTuple = [
  '#eceefb',
  '#d8dcf5',
  '#b3bbec',
  '#8f9ae3',
  '#717fda',
  '#5f6ed4',
  '#5262cd',
  '#4656c3',
  '#3b4bb8',
  '#2f3d9c',
]

/** Mantine's dark surfaces, in the tones of ui/tokens.css. */
const dark: MantineColorsTuple = [
  '#e7e8ed',
  '#c9ccd6',
  '#a3a8b7',
  '#8f94a5',
  '#3d404c',
  '#2a2c35',
  '#1f2128',
  '#17181d',
  '#131419',
  '#101116',
]

const closeButtonProps = { 'aria-label': 'Close' }

export const theme = createTheme({
  colors: { ink, dark },
  primaryColor: 'ink',
  primaryShade: 8,
  autoContrast: true,
  fontFamily:
    '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '18px' }, h2: { fontSize: '15px' }, h3: { fontSize: '13px' } },
  },
  defaultRadius: 6,
  cursorType: 'pointer',
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true, multiline: true, maw: 320 } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, transitionProps: { duration: 100 }, closeButtonProps },
    }),
    // By its name alone: its code is loaded with the first drawer.
    Drawer: { defaultProps: { closeButtonProps } },
  },
})
