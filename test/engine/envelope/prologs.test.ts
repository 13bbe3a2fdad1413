/** A document that begins as an earlier one did is reported as if it were the first. */
import { expect, test } from 'vitest'
import { MalformedXml } from '../../../src/engine/envelope/malformed-xml.ts'
import { createMarkup, type Markup, type MarkupHandler } from '../../../src/engine/envelope/markup.ts'
import { plainElements, type PlainElements } from '../../../src/engine/envelope/plain-elements.ts'
import { Refusal } from '../../../src/engine/refusals.ts'
import { codecs } from '../../../src/edge/codecs.ts'

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\r\n'
const BEGINNINGS = [
  '<BANG>',
  `${DECLARATION}<BANG>`,
  `${DECLARATION}<!-- of a HIS -->\n<BANG xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`,
  '<?xml version="1.0" encoding="utf-16"?><BANG>',
  ` \n<BANG>`,
  '<BANG a="1">',
]
const RESTS = [
  '<DONG><STT>1</STT></DONG></BANG>',
  '\n<DONG><STT>1</STT>\n<TEN>a &amp; b</TEN></DONG>\n</BANG>\r\n',
  '</BANG>',
  '</BANG > ',
  '</BANG><!-- the end --> ',
  '</BANG>\n\n text behind it',
  '</BANG><BANG></BANG>',
  '</BANG>&amp;',
  '<DONG><STT>1</STT>',
  '<DONG><STT>1</DONG></STT></BANG>',
  '<STT a="1">1</STT></BANG>',
  '<STT>1 & 2</STT></BANG>',
  '<STT><![CDATA[1]]></STT></BANG>',
  '<!DOCTYPE x></BANG>',
  '',
]

/** What is reported of a document, where, and what was wrong with it. */
function shown(elements: PlainElements, pieces: readonly string[], used?: { markup: Markup }): string[] {
  const events: string[] = []
  const here = (): string => {
    const { line, column } = place()
    return `${line}:${column}`
  }
  const handler: MarkupHandler = {
    open: (name) => events.push(`<${name} ${here()}`),
    // Pieces of text, and space outside the root, may come in any portions.
    text: (characters) => {
      if (events.length > 0 && characters.trim() !== '') events.push(`"${characters}"`)
    },
    close: (name) => events.push(`>${name} ${here()}`),
    declaredEncoding: (encoding) => events.push(`encoding ${encoding}`),
  }
  const markup = used?.markup ?? createMarkup(handler, elements, codecs)
  if (used) markup.reset(handler)
  const { place } = markup
  try {
    for (const piece of pieces) markup.write(piece)
    markup.end()
    events.push('well-formed')
  } catch (error) {
    if (error instanceof MalformedXml) events.push(`malformed ${error.kind} ${error.place.line}:${error.place.column}`)
    else if (error instanceof Refusal) events.push(`${error.code} ${error.place?.line}:${error.place?.column}`)
    else throw error
  }
  return events
}

/** An earlier document of the same file, and its parser. */
function after(beginning: string): { elements: PlainElements; markup: Markup } {
  const elements = plainElements(new Map())
  const markup = createMarkup({ open() {}, text() {}, close() {} }, elements, codecs)
  markup.write(`${beginning}<DONG><STT>1</STT><TEN>x</TEN></DONG></BANG>`)
  markup.end()
  return { elements, markup }
}

const ways = BEGINNINGS.flatMap((beginning) => RESTS.map((rest) => [beginning, rest] as const))

test.each(ways)('%j, then %j', (beginning, rest) => {
  const whole = beginning + rest
  const alone = shown(plainElements(new Map()), [whole])
  expect(after(beginning).elements.prologs).toHaveLength(1)
  const { elements, markup } = after(beginning)
  expect(shown(elements, [whole]), 'by a parser of its own').toEqual(alone)
  expect(shown(elements, [whole], { markup }), 'by the parser of the earlier one').toEqual(alone)
  for (let cut = 1; cut < whole.length; cut += 1) {
    const before = after(beginning)
    const pieces = [whole.slice(0, cut), whole.slice(cut)]
    expect(shown(before.elements, pieces, before), `cut at ${cut}`).toEqual(alone)
  }
})

test('what begins in another way is read as it is', () => {
  const { elements, markup } = after('<BANG>')
  for (const whole of ['<BANGKE><STT>1</STT></BANGKE>', '<KHAC/>', '<BANG/>', 'BANG', '']) {
    expect(shown(elements, [whole], { markup: markup })).toEqual(shown(plainElements(new Map()), [whole]))
  }
})

test('a document that is well-formed and plain makes the parser fit for the next, whatever that is', () => {
  const { elements, markup } = after(BEGINNINGS[1] ?? '')
  const whole = `${BEGINNINGS[1]}<DONG><STT>1</STT></DONG></BANG>\n`
  for (let time = 0; time < 3; time += 1) {
    expect(shown(elements, [whole], { markup }).at(-1)).toBe('well-formed')
    expect(shown(elements, [`<KHAC><STT a="1">${time}</STT></KHAC>`], { markup }).at(-1)).toBe('well-formed')
  }
})
