/**
 * The icons in use, as the build writes them into the script of the page: Tabler's six thousand lie in one file, out of which these are
 * taken.
 */
import { icons } from '@iconify-json/tabler'

const NAMES = [
  'alert-triangle',
  'file-code',
  'file-spreadsheet',
  'folder',
  'lock',
  'moon',
  'player-stop',
  'plus',
  'printer',
  'search',
  'sun',
  'trash',
] as const

export type IconName = (typeof NAMES)[number]

/** How the lines of each of them are drawn; the frame around them says it (src/app/icons.tsx), so that a line can be thinner. */
const LINES = ' fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="2"'

function linesOf(name: IconName): string {
  const body = icons.icons[name]?.body ?? ''
  if (!body.includes(LINES)) throw new Error(`@iconify-json/tabler has no icon of lines with the name ${name}`)
  return body.replace(LINES, '')
}

/** SVG within its frame of 24 by 24, by the name of the icon. */
export const iconLines = Object.fromEntries(NAMES.map((name) => [name, linesOf(name)]))
