import { isDateFormat } from './dates.ts'
import { MAX_SHEETS } from './limits.ts'
import { readXml } from './read-xml.ts'
import { tooLarge, unreadable } from './refuse.ts'
import type { ZipEntry } from './zip.ts'

type Parts = ReadonlyMap<string, ZipEntry>

export type Workbook = {
  /** In the order of the tabs. */
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean; readonly part: ZipEntry }[]
  readonly sharedStrings: ZipEntry | null
  readonly styles: ZipEntry | null
  readonly is1904: boolean
}

/**
 * The sheets of a workbook by its relationships, never by the names of parts: a part may be called anything. Throws a Refusal where the
 * archive holds no workbook.
 */
export function readWorkbook(parts: Parts): Workbook {
  const root = relationsOf(parts, '')
  const path = [...root.values()].find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml'
  const part = parts.get(path)
  if (!part) {
    throw unreadable({
      vi: 'tệp nén không chứa bảng tính Excel (.xlsx)',
      en: 'the zip archive holds no Excel workbook (.xlsx)',
    })
  }
  const relations = relationsOf(parts, path)
  const named = readSheetNames(part)
  if (named.sheets.length > MAX_SHEETS) throw tooLarge({ vi: 'số trang tính', en: 'sheets' }, MAX_SHEETS)
  const ofType = (type: string): ZipEntry | null => {
    const relation = [...relations.values()].find((candidate) => candidate.type === type)
    return (relation && parts.get(relation.target)) ?? null
  }
  const sheets = named.sheets.flatMap(({ name, hidden, id }) => {
    const relation = relations.get(id)
    // A chart on a tab of its own has no cells.
    if (relation && relation.type !== 'worksheet') return []
    const sheet = relation && parts.get(relation.target)
    if (!sheet) throw unreadable({ vi: 'thiếu một trang tính', en: 'a sheet that it names is not in it' })
    return [{ name, hidden, part: sheet }]
  })
  return { sheets, sharedStrings: ofType('sharedStrings'), styles: ofType('styles'), is1904: named.is1904 }
}

type Relation = { type: string; target: string }

/** What a part refers to, by id; targets are names of parts. The package as a whole is the part ''. */
function relationsOf(parts: Parts, path: string): Map<string, Relation> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const relations = new Map<string, Relation>()
  const part = parts.get(`${folder}_rels/${path.slice(folder.length)}.rels`)
  if (!part) return relations
  readXml(part, {
    open: (name, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (name !== 'Relationship' || TargetMode === 'External') return
      // Transitional and strict workbooks differ in all but the last word.
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target: resolve(folder, Target) })
    },
  })
  return relations
}

function resolve(folder: string, target: string): string {
  const path: string[] = []
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') path.pop()
    else if (step !== '' && step !== '.') path.push(step)
  }
  return path.join('/').toLowerCase()
}

function readSheetNames(part: ZipEntry): { sheets: { name: string; hidden: boolean; id: string }[]; is1904: boolean } {
  const sheets: { name: string; hidden: boolean; id: string }[] = []
  let is1904 = false
  readXml(part, {
    open: (element, attributes) => {
      if (element === 'workbookPr') is1904 = isTrue(attributes['date1904'])
      if (element !== 'sheet') return
      const { name = '', state = 'visible' } = attributes
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      sheets.push({ name: name.normalize('NFC').trim(), hidden: state !== 'visible', id })
    },
  })
  return { sheets, is1904 }
}

/** A truth value of XML Schema. */
export const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true'

/** For each cell style whether it shows days or times. */
export function readDateStyles(part: ZipEntry | null): readonly boolean[] {
  const formats = new Map<number, string>()
  const styles: boolean[] = []
  let inCellStyles = false
  if (part) {
    readXml(part, {
      open: (name, { numFmtId = '0', formatCode }) => {
        if (name === 'numFmt' && formatCode !== undefined) formats.set(Number(numFmtId), formatCode)
        if (name === 'cellXfs') inCellStyles = true
        if (name === 'xf' && inCellStyles) {
          styles.push(isDateFormat(Number(numFmtId), formats.get(Number(numFmtId))))
        }
      },
      close: (name) => {
        if (name === 'cellXfs') inCellStyles = false
      },
    })
  }
  return styles
}
