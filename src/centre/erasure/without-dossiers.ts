import { SaxesParser } from 'saxes'

/** Where a dossier lies in the envelope of all standards (QĐ 4210 to QĐ 3176). */
const DOSSIER = 'GIAMDINHHS/THONGTINHOSO/DANHSACHHOSO/HOSO'
const CONTENT = 'NOIDUNGFILE'
const CLOSING = '</HOSO>'

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * The file without what is inside the dossiers of these numbers (from 1): their elements stay, empty, so that every other dossier keeps its
 * number. For files that were read and found well-formed; the characters of a table, of which there may be many, are never held.
 */
export async function* withoutDossiers(
  pieces: AsyncIterable<Uint8Array>,
  erased: ReadonlySet<number>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  const cutter = createCutter(erased)
  for await (const piece of pieces) yield encoder.encode(cutter.cut(decoder.decode(piece, { stream: true })))
  yield encoder.encode(cutter.cut(decoder.decode()))
}

/** Takes the characters of a file in pieces and returns what stays of them. */
function createCutter(erased: ReadonlySet<number>): { cut: (characters: string) => string } {
  const parser = new SaxesParser()
  const path: string[] = []
  let dossiers = 0
  let isInside = false
  /** The last thing fed was a tag to its end: what follows, up to the next tag, is text. */
  let isBehindTag = false
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => {
    path.push(localName(name))
    isBehindTag = true
    if (path.join('/') !== DOSSIER) return
    dossiers += 1
    isInside = erased.has(dossiers)
  })
  parser.on('closetag', () => {
    if (path.join('/') === DOSSIER) isInside = false
    path.pop()
    isBehindTag = true
  })
  /** Up to the end of what may be a tag; what of it stays. */
  const feed = (run: string): string => {
    const wasInside = isInside
    isBehindTag = false
    parser.write(run)
    if (!wasInside) return run
    return isInside ? '' : CLOSING
  }
  return {
    cut(characters) {
      let kept = ''
      let at = 0
      while (at < characters.length) {
        if (isBehindTag && path.at(-1) === CONTENT) {
          const tag = characters.indexOf('<', at)
          const end = tag < 0 ? characters.length : tag
          if (!isInside) kept += characters.slice(at, end)
          at = end
        }
        const end = characters.indexOf('>', at) + 1 || characters.length
        if (end > at) kept += feed(characters.slice(at, end))
        at = end
      }
      return kept
    },
  }
}
