/** The decision's field lists as an XML Schema: what a validating parser would check of the tables. */
import type { Field, Standard, Table } from '../src/engine/index.ts'

/** All tables of a file one after the other, under a root of our own. */
export const TABLES_ROOT = 'TABLES'

const PATTERNS = {
  text: null,
  number: String.raw`-?[0-9]+(\.[0-9]+)?`,
  date: '[0-9]{8}',
  datetime: '[0-9]{12}',
  'date-or-datetime': '[0-9]{8}([0-9]{4})?',
  birth: '[0-9]{4}([0-9]{4}([0-9]{4})?)?',
  'date-or-year': '[0-9]{4}([0-9]{4})?',
} as const satisfies Record<Field['type'], string | null>

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** A form in the words of XML Schema, which anchors by itself; null for what those cannot say. */
function schemaPattern(regex: string): string | null {
  const bare = regex.replace(/^\^/, '').replace(/\$$/, '')
  return bare.includes('(?') ? null : bare.replaceAll(String.raw`\d`, '[0-9]')
}

const literal = (value: string): string => value.replace(/[\\.*+?()[\]{}|^$-]/g, String.raw`\$&`)

function itemPattern({ type, form, allowed }: Field): string | null {
  const own = form ? schemaPattern(form.regex) : null
  if (own !== null) return own
  return allowed ? Object.keys(allowed).map(literal).join('|') : PATTERNS[type]
}

function facetsOf(field: Field): string {
  const { required, separator, length, gatewayLength } = field
  const item = itemPattern(field)
  const list = item !== null && separator !== undefined ? `(${item})(${literal(separator)}(${item}))*` : item
  const always = required !== undefined && required.when === undefined
  const most = length === undefined ? gatewayLength : Math.max(length, gatewayLength ?? 0)
  return [
    list === null ? '' : `<xs:pattern value="${escaped(always ? list : `(${list})?`)}"/>`,
    list === null && always ? '<xs:minLength value="1"/>' : '',
    most === undefined ? '' : `<xs:maxLength value="${most}"/>`,
  ].join('')
}

const fieldSchema = ([name, field]: [string, Field]): string =>
  `<xs:element name="${name}" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">${facetsOf(field)}` +
  '</xs:restriction></xs:simpleType></xs:element>'

const within = (name: string, content: string, occurs = ''): string =>
  `<xs:element name="${name}"${occurs}><xs:complexType><xs:sequence>${content}</xs:sequence></xs:complexType></xs:element>`

function tableSchema({ root, list, row, fields }: Table): string {
  const cells = Object.entries(fields).map(fieldSchema).join('')
  const rows = row === undefined ? cells : within(row, cells, ' minOccurs="0" maxOccurs="unbounded"')
  return within(root, list === undefined ? rows : within(list, rows))
}

/**
 * Types, lengths, closed lists, forms, order, and values that are always asked for. What a schema cannot say (conditions,
 * dates of the calendar, codes in force, rules between fields) is not in it.
 */
export function schemaOf(standard: Standard): string {
  const tables = Object.values(standard.tables)
  const choice = tables.map(({ root }) => `<xs:element ref="${root}"/>`).join('')
  return (
    '<?xml version="1.0" encoding="utf-8"?>\n<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n' +
    `${tables.map(tableSchema).join('\n')}\n` +
    `<xs:element name="${TABLES_ROOT}"><xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded">${choice}</xs:choice>` +
    '</xs:complexType></xs:element>\n</xs:schema>\n'
  )
}
