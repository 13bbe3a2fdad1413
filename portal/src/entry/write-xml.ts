/** A draft as the file that its facility's software would have written: the same elements, in the order of the decision. */
import { isDocumentTable, type Table } from '../../../src/engine/index.ts'
import { headTable, tableOf, tablesOf, type Draft, type Values } from './draft.ts'
import { wholeRows } from './sums.ts'

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
/** What XML 1.0 cannot carry, however it is written. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const escaped = (value: string): string =>
  value
    .normalize('NFC')
    .replaceAll(FORBIDDEN, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')

/** Every field of the table; one without a value is an empty element. */
const elementsOf = ({ fields }: Table, values: Values): string =>
  Object.keys(fields)
    .map((name) => {
      const value = values[name] ?? ''
      return value === '' ? `<${name} />` : `<${name}>${escaped(value)}</${name}>`
    })
    .join('\n')

function tableXml(table: Table, rows: readonly Values[]): string {
  const { root, list, row } = table
  const body = rows.map((values) => elementsOf(table, values))
  const wrapped = row === undefined ? body : body.map((elements) => `<${row}>\n${elements}\n</${row}>`)
  const inner = list === undefined ? wrapped : [`<${list}>`, ...wrapped, `</${list}>`]
  return [DECLARATION, `<${root}>`, ...inner, `</${root}>`].join('\n')
}

/** Base64 of the UTF-8 bytes. */
function base64Of(text: string): string {
  const bytes = new TextEncoder().encode(text)
  let characters = ''
  for (const byte of bytes) characters += String.fromCodePoint(byte)
  return btoa(characters)
}

/** The file. `today`: yyyymmdd. */
export function writeFile(draft: Draft, today: string): string {
  const rows = wholeRows(draft)
  const head = headTable(draft.kind)
  if (isDocumentTable(head)) return tableXml(tableOf(draft.standard, head), rows[head] ?? [])
  const files = tablesOf(draft.kind, draft.standard).flatMap((table) => {
    const own = rows[table.id] ?? []
    if (own.length === 0) return []
    const content = base64Of(tableXml(table, own))
    return [`<FILEHOSO>\n<LOAIHOSO>${table.id}</LOAIHOSO>\n<NOIDUNGFILE>${content}</NOIDUNGFILE>\n</FILEHOSO>`]
  })
  return [
    DECLARATION,
    '<GIAMDINHHS>',
    `<THONGTINDONVI>\n<MACSKCB>${escaped(draft.facility)}</MACSKCB>\n</THONGTINDONVI>`,
    `<THONGTINHOSO>\n<NGAYLAP>${today}</NGAYLAP>\n<SOLUONGHOSO>1</SOLUONGHOSO>\n<DANHSACHHOSO>\n<HOSO>`,
    ...files,
    '</HOSO>\n</DANHSACHHOSO>\n</THONGTINHOSO>\n<CHUKYDONVI></CHUKYDONVI>\n</GIAMDINHHS>\n',
  ].join('\n')
}
