import { html, raw } from 'hono/html'
import type {
  Chart,
  DocumentCell,
  DocumentRow,
  Letterhead,
  Section,
  SignedDocument,
} from '../../../province/documents/document.ts'
import {
  annexHeading,
  annexReference,
  NO_ROWS,
  numberedRemarks,
  numberedSections,
  recipientLines,
  sharesOf,
} from '../../../province/documents/words.ts'
import { isText, placeAndDay, shownCell } from '../../../province/documents/vietnamese.ts'

type Page = ReturnType<typeof html>

/** Margins, letters and sizes of Nghị định 30/2020/NĐ-CP, annex I. Tables keep to the width of the sheet; rows are never cut. */
const STYLE = `@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); font: 13pt "Times New Roman", serif } } @page :first { @top-center { content: "" } }
body { font: 13pt/1.35 "Times New Roman", Tinos, "Liberation Serif", serif; color: #000; background: #fff; max-width: 165mm; margin: 0 auto; padding: 5mm }
@media print { body { padding: 0; max-width: none } a { color: inherit; text-decoration: none } }
header { display: grid; grid-template-columns: 2fr 3fr; column-gap: 5mm; text-align: center } header p { margin: 0 } header .caps { text-transform: uppercase }
.motto, .agency, .subject { font-weight: bold } .line { width: 40%; margin: 0.5mm auto 2mm; border-top: 0.5pt solid #000 } .place { font-style: italic }
h1 { font-size: 14pt; text-align: center; margin: 8mm 0 0 } .subject { text-align: center; margin: 0 }
p { text-align: justify; text-indent: 10mm; margin: 1.5mm 0 } header p, .subject, .signature p, .recipients p, .annex p, .notes p { text-indent: 0; text-align: inherit }
h2 { font-size: 13pt; margin: 5mm 0 2mm; break-after: avoid } figure { margin: 2mm 0; break-inside: avoid } figcaption { font-size: 11pt; font-style: italic; text-align: center }
table { border-collapse: collapse; width: 100%; font-size: 10pt; line-height: 1.2 } th, td { border: 0.4pt solid #000; padding: 0.8mm 1.2mm; vertical-align: top; overflow-wrap: anywhere } th { text-align: center; vertical-align: middle; overflow-wrap: normal }
td.number { text-align: right; overflow-wrap: normal; white-space: nowrap } tr { break-inside: avoid } thead { display: table-header-group } tr.total td { font-weight: bold } td a { color: #0b4f9e }
.fill { border-bottom: 0.6pt dotted #000; min-height: 7mm; margin: 1mm 0; text-indent: 0 } .signature { display: grid; grid-template-columns: 1fr 1fr; margin-top: 8mm; break-inside: avoid }
.signature > div:last-child { text-align: center } .signature .position { text-transform: uppercase; font-weight: bold; margin: 0 } .signature .signer { font-weight: bold; margin: 25mm 0 0 }
.recipients { font-size: 11pt } .recipients p { margin: 0 } .recipients p:first-child { font-weight: bold; font-style: italic; font-size: 12pt } .annex { break-before: page; text-align: center } .annex p { text-align: center; margin: 0; font-style: italic } .notes { font-size: 10pt; margin-top: 4mm }`

/** A document to sign as a page that prints on A4; every value is escaped, nothing on it runs. */
export const reportPage = (document: SignedDocument): Page =>
  html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${document.subject}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        ${head(document.letterhead)}
        <h1>${document.kind}</h1>
        <p class="subject">${document.subject}</p>
        <div class="line"></div>
        <main>
          ${document.opening.map((text) => html`<p>${text}</p>`)} ${numberedSections(document).map(sectionOf)}
          ${numberedRemarks(document).map(
            ({ title, heading }) =>
              html`<h2>${heading}</h2>
                <p class="fill" contenteditable="true" role="textbox" aria-label="${title}"></p>
                <p class="fill" contenteditable="true" role="textbox" aria-label="${title}, dòng 2"></p>`,
          )}
          ${signature(document.letterhead)}
          ${document.annexes.map(
            (section, at) =>
              html`<section>
                <div class="annex">
                  <h2>${annexHeading(document, at)}</h2>
                  <h2>${section.title}</h2>
                  <p>${annexReference(document.letterhead)}</p>
                </div>
                ${tableOf(section)}
              </section>`,
          )}
          <div class="notes">${document.notes.map((note) => html`<p>${note}</p>`)}</div>
        </main>
      </body>
    </html>`

const head = (letterhead: Letterhead): Page =>
  html`<header>
    <div>
      ${letterhead.superior === null ? '' : html`<p class="caps">${letterhead.superior}</p>`}
      <p class="caps agency">${letterhead.agency}</p>
      <div class="line"></div>
      <p>Số: ${letterhead.number}</p>
    </div>
    <div>
      <p class="motto">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>
      <p class="motto">Độc lập - Tự do - Hạnh phúc</p>
      <div class="line"></div>
      <p class="place">${placeAndDay(letterhead.place, letterhead.day, letterhead.year)}</p>
    </div>
  </header>`

const signature = (letterhead: Letterhead): Page =>
  html`<div class="signature">
    <div class="recipients">
      <p>Nơi nhận:</p>
      ${recipientLines(letterhead).map((line) => html`<p>${line}</p>`)}
    </div>
    <div>
      <p class="position">${letterhead.position}</p>
      <p class="signer">${letterhead.signer ?? ''}</p>
    </div>
  </div>`

const sectionOf = (section: ReturnType<typeof numberedSections>[number]): Page =>
  html`<h2>${section.heading}</h2>
    ${section.chart ? chartOf(section.chart) : ''} ${tableOf(section)}`

const tableOf = ({ title, table: { columns, rows, total } }: Section): Page => {
  const shares = sharesOf(columns)
  return html`<table aria-label="${title}">
    <thead>
      <tr>
        ${columns.map((column, at) => html`<th scope="col" style="width: ${((shares[at] ?? 0) * 100).toFixed(1)}%">${column.title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => line(row, ''))} ${total ? line(total, 'total') : ''}
      ${
        rows.length === 0
          ? html`<tr>
              <td colspan="${columns.length}">${NO_ROWS}</td>
            </tr>`
          : ''
      }
    </tbody>
  </table>`
}

const line = ({ cells, lists }: DocumentRow, name: string): Page =>
  html`<tr class="${name}">
    ${cells.map((cell, at) => html`<td class="${isText(cell) ? '' : 'number'}">${linked(cell, lists?.[at] ?? null)}</td>`)}
  </tr>`

const linked = (cell: DocumentCell, list: string | null): Page | string =>
  list === null ? shownCell(cell) : html`<a href="${list}">${shownCell(cell)}</a>`

/** Of the drawing, in its own units. */
const CHART = { width: 640, height: 180, left: 46, bottom: 22, top: 24 }
/** Dark enough to be distinguished on a black and white print. */
const TONES = ['#4a7fb5', '#1d2b3a']

/** Columns of a chart, each the sum of its parts, as a drawing. The kept libraries draw with scripts, of which this page has none. */
function chartOf({ title, categories, series }: Chart): Page {
  const { width, height, left, bottom, top } = CHART
  const sums = categories.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0))
  const most = Math.max(1, ...sums)
  const step = (width - left) / Math.max(1, categories.length)
  const scale = (height - bottom - top) / most
  const every = Math.ceil(categories.length / 31)
  const bars = categories.flatMap((_, at) => {
    let base = height - bottom
    return series.map(({ values }, of) => {
      const tall = (values[at] ?? 0) * scale
      base -= tall
      return html`<rect
        x="${(left + at * step + step * 0.15).toFixed(1)}"
        y="${base.toFixed(1)}"
        width="${(step * 0.7).toFixed(1)}"
        height="${tall.toFixed(1)}"
        fill="${TONES[of] ?? '#888'}"
      />`
    })
  })
  return html`<figure>
    <figcaption>${title}</figcaption>
    <svg
      viewBox="0 0 ${width} ${height}"
      width="100%"
      role="img"
      aria-label="${title}"
      font-family="serif"
      font-size="10"
    >
      ${series.map(({ name }, at) => html`<rect x="${left + at * 130}" y="4" width="10" height="10" fill="${TONES[at] ?? '#888'}" /><text x="${left + at * 130 + 14}" y="13">${name}</text>`)}
      <text x="${left - 4}" y="${top + 4}" text-anchor="end">${shownCell(most)}</text>
      <text x="${left - 4}" y="${height - bottom}" text-anchor="end">0</text>
      <line
        x1="${left}"
        y1="${height - bottom}"
        x2="${width}"
        y2="${height - bottom}"
        stroke="#000"
        stroke-width="0.6"
      />
      ${bars}
      ${categories.map((name, at) => (at % every === 0 ? html`<text x="${(left + (at + 0.5) * step).toFixed(1)}" y="${height - bottom + 13}" text-anchor="middle">${name}</text>` : ''))}
    </svg>
  </figure>`
}
