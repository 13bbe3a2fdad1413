/**
 * Part of what the demo prints, as a picture for the README: `npm run demo | node --import tsx scripts/docs/picture.ts > docs/start/demo.svg`.
 * Standard input: the text of the demo; standard output: an SVG of the acknowledgement with the fewest lines.
 */
import { text } from 'node:stream/consumers'

const FROM = /demo-3176\.xml · Acknowledgement/
const TO = /Giám định tại trung tâm/
const MOST_LINES = 34
const LINE_HEIGHT_PX = 18
const CHARACTER_WIDTH_PX = 8.05
const MARGIN_PX = 16

const escaped = (line: string): string => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const lines = (await text(process.stdin)).split('\n')
const from = lines.findIndex((line) => FROM.test(line))
const to = lines.findIndex((line) => TO.test(line))
if (from < 0 || to < from) throw new Error('standard input is not the text of the demo')
const shown = lines.slice(from, Math.min(to, from + MOST_LINES))
const width = Math.ceil(Math.max(...shown.map((line) => line.length)) * CHARACTER_WIDTH_PX + 2 * MARGIN_PX)
const height = shown.length * LINE_HEIGHT_PX + 2 * MARGIN_PX

const colourOf = (line: string): string => {
  if (line.startsWith('── ')) return '#7ee787'
  if (/LỖI|TỪ CHỐI/.test(line)) return '#ff7b72'
  if (/CẢNH BÁO/.test(line)) return '#e3b341'
  return /^ {14}→/.test(line) ? '#79c0ff' : '#e6edf3'
}
const rows = shown.map(
  (line, at) =>
    `<text x="${MARGIN_PX}" y="${MARGIN_PX + (at + 0.8) * LINE_HEIGHT_PX}" fill="${colourOf(line)}" xml:space="preserve">${escaped(line)}</text>`,
)
process.stdout
  .write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"
  font-family="ui-monospace, 'DejaVu Sans Mono', Consolas, monospace" font-size="13.4">
<title>Acknowledgement of a file with one rejected dossier</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join('\n')}
</svg>
`)
