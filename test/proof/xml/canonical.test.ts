/** Canonical XML from events: the examples of the W3C, and another implementation, which holds the document as a tree, for any document. */
import {
  array,
  assert,
  constantFrom,
  dictionary,
  integer,
  letrec,
  property,
  record,
  string,
  type Arbitrary,
} from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import {
  createCanonicaliser,
  DOCUMENT,
  type CanonicalForm,
  type Surroundings,
} from '../../../src/proof/xml/canonical.ts'
import { createSignedFileReader, startTagOf } from '../../../src/proof/xml/read-signed.ts'
import { canonicalByTree } from '../../harness/xml-oracle.ts'

/** The canonical form of a document, which comes in pieces of that many characters. */
function canonical(
  xml: string,
  form: CanonicalForm,
  piece = xml.length,
  around?: Surroundings,
  prefixes?: string[],
): string {
  let text = ''
  const canonicaliser = createCanonicaliser(form, (part) => void (text += part), around ?? DOCUMENT, prefixes)
  const parser = new SaxesParser({ xmlns: true })
  parser.on('opentag', (tag) => {
    canonicaliser.open(startTagOf(tag))
  })
  parser.on('closetag', ({ name }) => {
    canonicaliser.close(name)
  })
  parser.on('text', canonicaliser.text)
  parser.on('cdata', canonicaliser.text)
  parser.on('processinginstruction', ({ target, body }) => {
    canonicaliser.instruction(target, body)
  })
  for (let at = 0; at < xml.length; at += piece) parser.write(xml.slice(at, at + piece))
  parser.close()
  return text
}

describe('the examples of Canonical XML 1.0, section 3, without their DOCTYPE', () => {
  test('3.1 instructions, comments, and what is outside the document element', () => {
    const xml = `<?xml version="1.0"?>\n\n<?xml-stylesheet   href="doc.xsl"\n   type="text/xsl"   ?>\n\n<doc>Hello, world!<!-- Comment 1 --></doc>\n\n<?pi-without-data     ?>\n\n<!-- Comment 2 -->\n\n<!-- Comment 3 -->\n`
    expect(canonical(xml, 'inclusive')).toBe(
      '<?xml-stylesheet href="doc.xsl"\n   type="text/xsl"   ?>\n<doc>Hello, world!</doc>\n<?pi-without-data?>',
    )
  })

  test('3.2 whitespace stays', () => {
    const xml =
      '<doc>\n   <clean>   </clean>\n   <dirty>   A   B   </dirty>\n   <mixed>\n      A\n      <clean>   </clean>\n   </mixed>\n</doc>'
    expect(canonical(xml, 'inclusive')).toBe(xml)
  })

  test('3.3 start and end tags', () => {
    const xml = `<doc>
   <e1   />
   <e2   ></e2>
   <e3   name = "elem3"   id="elem3"   />
   <e4   name="elem4"   id="elem4"   ></e4>
   <e5 a:attr="out" b:attr="sorted" attr2="all" attr="I'm"
      xmlns:b="http://www.ietf.org"
      xmlns:a="http://www.w3.org"
      xmlns="http://example.org"/>
   <e6 xmlns="" xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="" xmlns:a="http://www.w3.org">
            <e9 xmlns="" xmlns:a="http://www.ietf.org"/>
         </e8>
      </e7>
   </e6>
</doc>`
    expect(canonical(xml, 'inclusive')).toBe(`<doc>
   <e1></e1>
   <e2></e2>
   <e3 id="elem3" name="elem3"></e3>
   <e4 id="elem4" name="elem4"></e4>
   <e5 xmlns="http://example.org" xmlns:a="http://www.w3.org" xmlns:b="http://www.ietf.org" attr="I'm" attr2="all" b:attr="sorted" a:attr="out"></e5>
   <e6 xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="">
            <e9 xmlns:a="http://www.ietf.org"></e9>
         </e8>
      </e7>
   </e6>
</doc>`)
  })

  test('3.4 characters', () => {
    const xml = `<doc>
   <text>First line&#x0d;&#10;Second line</text>
   <value>&#x32;</value>
   <compute><![CDATA[value>"0" && value<"10" ?"valid":"error"]]></compute>
   <compute expr='value>"0" &amp;&amp; value&lt;"10" ?"valid":"error"'>valid</compute>
   <norm attr=' &apos;   &#x20;&#13;&#xa;&#9;   &apos; '/>
</doc>`
    expect(canonical(xml, 'inclusive')).toBe(`<doc>
   <text>First line&#xD;
Second line</text>
   <value>2</value>
   <compute>value&gt;"0" &amp;&amp; value&lt;"10" ?"valid":"error"</compute>
   <compute expr="value>&quot;0&quot; &amp;&amp; value&lt;&quot;10&quot; ?&quot;valid&quot;:&quot;error&quot;">valid</compute>
   <norm attr=" '    &#xD;&#xA;&#x9;   ' "></norm>
</doc>`)
  })
})

describe('Exclusive XML Canonicalization 1.0, section 2.2', () => {
  const inner =
    '<n1:elem2 xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"/></n1:elem2>'
  const around: Surroundings = {
    namespaces: new Map([
      ['n0', 'foo:bar'],
      ['n3', 'ftp://example.org'],
    ]),
    xml: [],
    isDocument: false,
  }

  test('the inclusive form takes over what is around', () => {
    expect(canonical(inner, 'inclusive', inner.length, around)).toBe(
      '<n1:elem2 xmlns:n0="foo:bar" xmlns:n1="http://example.net" xmlns:n3="ftp://example.org" xml:lang="en"><n3:stuff></n3:stuff></n1:elem2>',
    )
  })

  test('the exclusive one only what is used, or named', () => {
    expect(canonical(inner, 'exclusive', inner.length, around)).toBe(
      '<n1:elem2 xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"></n3:stuff></n1:elem2>',
    )
    expect(canonical(inner, 'exclusive', inner.length, around, ['n0'])).toContain(
      '<n1:elem2 xmlns:n0="foo:bar" xmlns:n1=',
    )
  })
})

/** Documents of every shape that files of facilities may have. */
type Element = {
  prefix: string
  local: string
  declared: Record<string, string>
  attributes: Record<string, string>
  content: (Element | string)[]
}
const PREFIXES = ['', 'a', 'b', 'xsi']
const URIS = ['urn:1', 'urn:2', 'http://example.vn/ns']
const name = constantFrom('HOSO', 'MA_LK', 'x', 'B1')
const value = string({
  unit: constantFrom('a', 'Ệ', '&amp;', '&lt;', '&#13;', '&#9;', '&#10;', '&quot;', "'", '>', ' ', '\n', '𠀀'),
})
const text = string({
  unit: constantFrom(
    'b',
    'ữ',
    '&amp;',
    '&lt;',
    '&gt;',
    '&#13;',
    '"',
    '\n',
    ' ',
    '\t',
    '𠀀',
    '<![CDATA[<&>]]>',
    '<!-- c -->',
  ),
})
const documents: Arbitrary<Element> = letrec<{ element: Element }>((tie) => ({
  element: record({
    prefix: constantFrom(...PREFIXES),
    local: name,
    declared: dictionary(constantFrom(...PREFIXES), constantFrom(...URIS), { maxKeys: 3 }),
    attributes: dictionary(constantFrom('Id', 'ma', 'a:ma', 'b:ma', 'xml:lang', 'c'), value, { maxKeys: 4 }),
    content: array(
      integer({ min: 0, max: 1 }).chain((kind): Arbitrary<Element | string> => (kind === 0 ? text : tie('element'))),
      {
        maxLength: 3,
      },
    ),
  }),
})).element

/** With every prefix that it uses declared somewhere. */
function written(element: Element, scope: Readonly<Record<string, string>> = {}): string {
  const inScope = { ...scope, ...element.declared }
  const declared = { ...element.declared }
  const need = (prefix: string): void => {
    if (prefix === '' || prefix === 'xml' || prefix in inScope) return
    declared[prefix] = 'urn:needed'
    inScope[prefix] = 'urn:needed'
  }
  need(element.prefix)
  for (const attribute of Object.keys(element.attributes))
    if (attribute.includes(':')) need(attribute.split(':')[0] ?? '')
  // Two attributes of one name, by two prefixes of one namespace, are no XML.
  const isTwice = inScope['a'] === inScope['b'] && 'a:ma' in element.attributes && 'b:ma' in element.attributes
  const attributes = Object.entries(element.attributes).filter(([each]) => !(isTwice && each === 'b:ma'))
  const tag = element.prefix === '' ? element.local : `${element.prefix}:${element.local}`
  const parts = [
    ...attributes.map(([each, of]) => ` ${each}="${of}"`),
    ...Object.entries(declared).map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${uri}"`),
  ]
  const content = element.content.map((each) => (typeof each === 'string' ? each : written(each, inScope)))
  return `<${tag}${parts.join('')}>${content.join('')}</${tag}>`
}

describe('of any document', () => {
  test.each(['inclusive', 'exclusive'] as const)('the %s form is that of an implementation on a tree', (form) => {
    assert(
      property(documents, (document) => {
        const xml = written(document)
        expect(canonical(xml, form)).toBe(canonicalByTree(xml, form))
      }),
    )
  })

  test('it is the same in whichever pieces it comes, and so are the digests of a file', () => {
    assert(
      property(documents, integer({ min: 1, max: 7 }), (document, piece) => {
        const xml = written(document)
        for (const form of ['inclusive', 'exclusive'] as const)
          expect(canonical(xml, form, piece)).toBe(canonical(xml, form))
        const digests = (size: number): unknown => {
          const reader = createSignedFileReader()
          for (let at = 0; at < xml.length; at += size) reader.push(xml.slice(at, at + size))
          return reader.end()
        }
        expect(digests(piece)).toEqual(digests(xml.length))
      }),
      { numRuns: 50 },
    )
  })
})
