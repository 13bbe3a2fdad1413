import { expect, test } from 'vitest'
import { csvStream } from '../../../src/province/sheets/csv.ts'
import type { OutCell } from '../../../src/province/sheets/sheet.ts'

async function* rowsOf(...rows: OutCell[][]): AsyncGenerator<OutCell[], void> {
  yield* rows
}

test('texts are quoted where they must be, and none is taken for a formula; numbers stay numbers', async () => {
  const rows = rowsOf(
    ['a,b', 'say "x"', '=1+1', -5, { decimal: '-12.50' }, null],
    ['@x', 'hai\ndòng', '-1', 0, '', null],
  )
  const text = await new Response(
    csvStream({
      name: 's',
      title: '',
      columns: [
        { title: 'một', width: 9 },
        { title: 'hai', width: 9 },
      ],
      rows,
    }),
  ).text()
  expect(text.split('\r\n')).toEqual(['một,hai', `"a,b","say ""x""",'=1+1,-5,-12.50,`, `'@x,"hai\ndòng",'-1,0,,`, ''])
})

test('rows are asked for as the text is read, not before', async () => {
  let made = 0
  async function* endless(): AsyncGenerator<OutCell[], void> {
    for (;;) yield [(made += 1), 'x'.repeat(1000)]
  }
  const reader = csvStream({ name: 's', title: '', columns: [{ title: 'n', width: 9 }], rows: endless() }).getReader()
  for (let piece = 0; piece < 3; piece += 1) await reader.read()
  expect(made).toBeLessThan(150)
  await reader.cancel()
  expect(made).toBeLessThan(150)
})
