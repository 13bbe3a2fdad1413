/** Namespaces in XML 1.0: what other parsers refuse is reported, wherever it is and however the file is cut. */
import { array, assert, constantFrom, property, tuple } from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { codecs } from '../../../src/edge/codecs.ts'
import { createMarkup } from '../../../src/engine/envelope/markup.ts'
import { plainElements } from '../../../src/engine/envelope/plain-elements.ts'
import { plainNames } from '../../../src/engine/envelope/plain-names.ts'
import { propertyRuns } from '../../harness/runs.ts'

/** What is reported of each document; one parser takes one behind the other, as it takes the tables of a file. */
function faultsOf(documents: readonly string[], size = Number.POSITIVE_INFINITY): string[][] {
  const elements = plainElements(plainNames(['BANG', 'DONG', 'STT']))
  let faults: string[] = []
  const handler = {
    open() {},
    text() {},
    close() {},
    wrongNamespace: ({ en }: { en: string }) => faults.push(en),
  }
  const markup = createMarkup(handler, elements, codecs)
  return documents.map((document) => {
    faults = []
    for (let at = 0; at < document.length; at += size) markup.write(document.slice(at, at + size))
    markup.end()
    markup.reset(handler)
    return faults
  })
}

const XML = 'http://www.w3.org/XML/1998/namespace'
const XMLNS = 'http://www.w3.org/2000/xmlns/'
const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

const wrong: [what: string, document: string, fault: RegExp][] = [
  ['an attribute whose prefix nobody declares', '<BANG a:x="1"/>', /prefix a:/],
  ['an element whose prefix nobody declares', '<a:BANG/>', /prefix a:/],
  ['a prefix outside the element that declares it', '<BANG><DONG xmlns:a="u"/><a:STT/></BANG>', /prefix a:/],
  ['a prefix behind a plain element', `<BANG><DONG><STT>1</STT></DONG><STT a:nil="1">2</STT></BANG>`, /prefix a:/],
  ['xml bound to another name', '<BANG xmlns:xml="urn:x"/>', /bound anew/],
  ["another prefix bound to xml's name", `<BANG xmlns:a="${XML}"/>`, /bound anew/],
  ["the default namespace bound to xml's name", `<BANG xmlns="${XML}"/>`, /bound anew/],
  ['xmlns declared', `<BANG xmlns:xmlns="${XMLNS}"/>`, /bound anew/],
  ["a prefix bound to xmlns's name", `<BANG xmlns:a="${XMLNS}"/>`, /bound anew/],
  ['xmlns as prefix of an element', '<xmlns:BANG/>', /bound anew/],
  ['a prefix bound to nothing', '<BANG xmlns:a=""/>', /to nothing/],
  ['two colons in a name', '<BANG xmlns:a="u" a:b:c="1"/>', /colon/],
  ['two colons in the name of an element', '<a:b:BANG xmlns:a="u"/>', /colon/],
  ['a colon at the start', '<:BANG/>', /colon/],
  ['a colon at the end', '<BANG:/>', /colon/],
  ['a name that begins with a digit behind the colon', '<BANG xmlns:a="u" a:1="1"/>', /colon/],
  ['a colon in the name of an instruction', '<BANG><?a:b c?></BANG>', /colon/],
  ['a colon in the name of an instruction before the root', '<?a:b c?><BANG/>', /colon/],
  ['the same attribute by two prefixes', '<BANG xmlns:a="u" xmlns:b="u" a:x="1" b:x="2"/>', /twice/],
]

const right: [what: string, document: string][] = [
  ['no prefix at all', '<BANG><DONG><STT>1</STT></DONG></BANG>'],
  ['a declared prefix', `<BANG xmlns:xsi="${XSI}"><DONG><STT xsi:nil="true"/></DONG></BANG>`],
  ['a prefix used by the tag that declares it', '<a:BANG xmlns:a="u"/>'],
  ['a colon in the text of an instruction', '<?a b:c?><BANG><?d e:f?></BANG>'],
  ['the prefix xml', '<BANG xml:lang="vi" xml:space="preserve"/>'],
  ['xml declared as what it is', `<BANG xmlns:xml="${XML}" xml:lang="vi"/>`],
  ['a default namespace, and none again', '<BANG xmlns="u"><DONG xmlns=""/></BANG>'],
  ['a prefix bound anew further in', '<BANG xmlns:a="u"><DONG xmlns:a="v" a:x="1"/><STT a:x="1"/></BANG>'],
  ['the same local name with prefix and without', '<BANG xmlns:a="u" x="1" a:x="2"/>'],
]

describe('one report for a document', () => {
  test.each(wrong)('%s', (_, document, fault) => {
    const whole = faultsOf([document])
    expect(whole).toEqual([[expect.stringMatching(fault)]])
    for (const size of [1, 2, 7]) expect(faultsOf([document], size)).toEqual(whole)
  })

  test.each(wrong)('each time it comes again in the same file: %s', (_, document, fault) => {
    const [first] = right
    const again = faultsOf([document, first?.[1] ?? '', document])
    expect(again).toEqual([[expect.stringMatching(fault)], [], [expect.stringMatching(fault)]])
  })

  test('two faults are one report', () => {
    expect(faultsOf(['<BANG a:x="1"><b:STT/></BANG>'])[0]).toHaveLength(1)
  })
})

test.each(right)('nothing is reported of %s', (_, document) => {
  expect(faultsOf([document, document, document])).toEqual([[], [], []])
})

/** What saxes says, which knows namespaces; it is not used for them, as it changes how tags are told. */
function isWrongForSaxes(document: string): boolean {
  const parser = new SaxesParser({ xmlns: true })
  let isWrong = false
  parser.on('error', () => {
    isWrong = true
  })
  parser.write(document).close()
  return isWrong
}

test('agrees with a parser that knows namespaces, whatever is declared and used', () => {
  const attribute = constantFrom(
    'x="1"',
    'a:x="1"',
    'b:x="1"',
    'xmlns="u"',
    'xmlns=""',
    'xmlns:a="u"',
    'xmlns:b="u"',
    'xmlns:b="v"',
    'xmlns:a=""',
    'xmlns:xml="u"',
  )
  const tag = array(attribute, { maxLength: 4 }).map((all) =>
    [...new Set(all.map((one) => one.split('=')[0]))]
      .map((name) => all.find((one) => one.startsWith(`${name}=`)))
      .join(' '),
  )
  const name = constantFrom('BANG', 'DONG', 'a:STT', 'b:STT', 'STT')
  assert(
    property(array(tuple(name, tag), { minLength: 1, maxLength: 4 }), (tags) => {
      const document =
        tags.map(([element, attributes]) => `<${element} ${attributes}><STT>1</STT>`).join('') +
        tags
          .toReversed()
          .map(([element]) => `</${element}>`)
          .join('')
      expect(faultsOf([document])[0]?.length).toBe(isWrongForSaxes(document) ? 1 : 0)
    }),
    { numRuns: propertyRuns(200) },
  )
})
