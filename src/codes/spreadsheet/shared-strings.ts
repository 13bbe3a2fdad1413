import { MAX_CELL_CHARACTERS, MAX_SHARED_STRINGS } from './limits.ts'
import { readXml } from './read-xml.ts'
import { tooLarge } from './refuse.ts'
import type { ZipEntry } from './zip.ts'

/** The texts that cells refer to by number. */
export function readSharedStrings(part: ZipEntry | null): readonly string[] {
  const strings: string[] = []
  if (!part) return strings
  const collector = createTextCollector()
  let inText = false
  readXml(part, {
    open: (name) => {
      if (name === 'si') collector.begin()
      else if (name === 'rPh') collector.enterPhonetic()
      else inText = name === 't'
    },
    text: (characters) => {
      if (inText) collector.add(characters)
    },
    close: (name) => {
      inText = false
      if (name === 'rPh') collector.leavePhonetic()
      if (name !== 'si') return
      if (strings.length >= MAX_SHARED_STRINGS) throw tooLarge({ vi: 'số chuỗi', en: 'texts' }, MAX_SHARED_STRINGS)
      strings.push(collector.end())
    },
  })
  return strings
}

export type TextCollector = {
  begin: () => void
  add: (characters: string) => void
  enterPhonetic: () => void
  leavePhonetic: () => void
  end: () => string
}

/** Joins the runs of a rich text; phonetic guides (`rPh`) are not part of it. */
export function createTextCollector(): TextCollector {
  let text = ''
  let phonetic = 0
  return {
    begin: () => {
      text = ''
      phonetic = 0
    },
    add: (characters) => {
      if (phonetic > 0) return
      text += characters
      if (text.length > MAX_CELL_CHARACTERS) {
        throw tooLarge({ vi: 'ký tự của một ô', en: 'characters of a cell' }, MAX_CELL_CHARACTERS)
      }
    },
    enterPhonetic: () => {
      phonetic += 1
    },
    leavePhonetic: () => {
      phonetic -= 1
    },
    end: () => unescapeControls(text),
  }
}

/** Characters that XML forbids are written `_x000D_`, and an underscore that would look so `_x005F_` (ECMA-376, ST_Xstring). */
const unescapeControls = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
