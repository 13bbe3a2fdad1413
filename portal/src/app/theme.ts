import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** The one accent colour: a calm blue-green; white on shade 8 has a contrast of 7 to 1. */
const ACCENT: MantineColorsTuple = [
  ...(['#e9f6f7', '#d3e9eb', '#a6d3d7', '#75bcc2', '#4ca8b0', '#329ca5'] as const),
  ...(['#1f8791', '#15747d', '#0b5d66', '#064a52'] as const),
]

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 8, dark: 7 },
  colors: { accent: ACCENT },
  fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace",
  headings: { fontFamily: "'Be Vietnam Pro', system-ui, sans-serif", fontWeight: '600' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Nearly every field is required; a mark beside each of them says nothing.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    Button: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
  },
})
