import { html } from 'hono/html'
import type { FigureTable, FigureRow } from '../../../province/answer.ts'
import { headings } from '../../../province/headings.ts'
import type { Report } from '../../../province/report.ts'
import { shownDay } from './ask.ts'
import { levelWords } from './connection.ts'
import { labelOf } from './figure.ts'

type Page = ReturnType<typeof html>

const STYLE = `@page { size: A4; margin: 18mm 15mm } body { font: 11pt/1.35 "Times New Roman", serif; color: #000; max-width: 180mm; margin: 0 auto }
h1 { font-size: 15pt; text-align: center; text-transform: uppercase } h2 { font-size: 12pt; margin: 6mm 0 2mm; break-after: avoid }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt } th, td { border: 0.3pt solid #000; padding: 1mm 1.5mm; vertical-align: top }
td.number { text-align: right; white-space: nowrap } tr { break-inside: avoid } thead { display: table-header-group } p.note { font-size: 9pt }`

/** A report as a page that prints on A4, in Vietnamese; every value is escaped. */
export const reportPage = ({ province, period, connection, figures }: Report, asOf: string | null): Page =>
  html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <title>Báo cáo dữ liệu KCB BHYT, tỉnh ${province}, ${period.vi}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <h1>Báo cáo dữ liệu khám bệnh, chữa bệnh bảo hiểm y tế</h1>
        <p>
          Tỉnh, thành phố (mã cũ): <b>${province}</b>. Kỳ báo cáo: <b>${period.vi}</b> (ngày nhận từ
          ${shownDay(period.from)} đến ${shownDay(period.to)}). Số liệu đến: ${asOf ?? 'không rõ'}.
        </p>
        <h2>1. Kết nối của cơ sở khám bệnh, chữa bệnh</h2>
        <table>
          <thead>
            <tr>
              <th>Mức</th>
              <th>Số cơ sở</th>
            </tr>
          </thead>
          <tbody>
            ${levelWords.map(
              ([level, words]) =>
                html`<tr>
                  <td>${words}</td>
                  <td class="number">${shownCount(connection[level])}</td>
                </tr>`,
            )}
          </tbody>
        </table>
        ${figures.map((figure, at) => section(figure, at + 2))}
        <p class="note">
          Dấu * : số liệu dựa trên dưới 5 người bệnh, hoặc cho phép suy ra số liệu như vậy, nên không nêu. Hồ sơ được
          tính theo ngày nhận; chẩn đoán và chi phí tính trên hồ sơ đề nghị thanh toán được tiếp nhận, bản mới nhất.
          Danh sách chỉ nêu các dòng nhiều hồ sơ nhất.
        </p>
      </body>
    </html>`

const section = ({ figure, by, rows, total }: FigureTable, number: number): Page =>
  html`<h2>${number}. ${figure.title.vi}, theo ${headings[by].toLowerCase()}</h2>
    <table>
      <thead>
        <tr>
          <th>${headings[by]}</th>
          ${[...figure.columns, ...figure.amounts].map(({ title }) => html`<th>${title.vi}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => line([row.key, labelOf(by, row.key)?.vi ?? ''].filter(Boolean).join(' · '), row))}
        ${total ? line('Cộng', total) : ''}
      </tbody>
    </table>`

const line = (name: string, { counts, amounts }: FigureRow): Page =>
  html`<tr>
    <td>${name}</td>
    ${counts.map((value) => html`<td class="number">${shownCount(value)}</td>`)}${amounts.map((value) => html`<td class="number">${shownAmount(value)}</td>`)}
  </tr>`

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, '.')

const shownCount = (value: number | null): string => (value === null ? '*' : grouped(String(value)))

/** `12500.50` → `12.500,50`. */
function shownAmount(value: string | null): string {
  if (value === null) return '*'
  const [whole = '', places = '00'] = value.split('.')
  return `${grouped(whole)},${places}`
}
