import type { SVGProps } from 'react'
import type { IconName } from '../../icons.ts'

/** Written here by the build (vite.config.ts). */
declare const ICON_LINES: Readonly<Record<IconName, string>>

type Props = Omit<SVGProps<SVGSVGElement>, 'stroke'> & { readonly size?: number; readonly stroke?: number }

/** `stroke`: the width of its lines, in a frame of 24. */
const icon = (name: IconName) =>
  function Icon({ size = 24, stroke = 2, color = 'currentColor', ...rest }: Props) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke={color}
        strokeWidth={stroke}
        strokeLinecap="round"
        strokeLinejoin="round"
        {...rest}
        // Of a package that the build read; nothing of a reader comes here.
        dangerouslySetInnerHTML={{ __html: ICON_LINES[name] }}
      />
    )
  }

export const IconAlertTriangle = icon('alert-triangle')
export const IconFileCode = icon('file-code')
export const IconFileSpreadsheet = icon('file-spreadsheet')
export const IconFolder = icon('folder')
export const IconLock = icon('lock')
export const IconMoon = icon('moon')
export const IconPlayerStop = icon('player-stop')
export const IconPlus = icon('plus')
export const IconPrinter = icon('printer')
export const IconSearch = icon('search')
export const IconSun = icon('sun')
export const IconTrash = icon('trash')
