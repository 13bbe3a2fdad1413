import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { withoutDossiers } from '../../../src/centre/erasure/without-dossiers.ts'
import { makeFile } from '../../fixtures/dossier.ts'

async function* cutInto(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function without(text: string, numbers: readonly number[], size = 1000): Promise<string> {
  const kept: Uint8Array[] = []
  for await (const piece of withoutDossiers(cutInto(text, size), new Set(numbers))) kept.push(piece)
  return Buffer.concat(kept).toString()
}

/** By hand, of a file whose dossiers hold no tag of that name. */
function expected(text: string, numbers: readonly number[]): string {
  let number = 0
  return text.replaceAll(/(<HOSO>)([^]*?)(<\/HOSO>)/g, (whole, open: string, _: string, close: string) => {
    number += 1
    return numbers.includes(number) ? open + close : whole
  })
}

const file = makeFile({ standard: '3176', seed: 7, dossiers: 4 })

test.each([[[1]], [[2, 3]], [[4]], [[1, 2, 3, 4]], [[]], [[9]]])(
  'dossiers %j go, all else stays as it was',
  async (numbers) => {
    expect(await without(file, numbers)).toBe(expected(file, numbers))
  },
)

test('wherever the file is cut', async () => {
  for (const size of [1, 2, 3, 7, 64, 4096]) expect(await without(file, [2], size)).toBe(expected(file, [2]))
})

const envelope = (dossiers: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\r\n<GIAMDINHHS><THONGTINDONVI><MACSKCB>01001</MACSKCB></THONGTINDONVI><THONGTINHOSO><NGAYLAP>20261015</NGAYLAP><SOLUONGHOSO>2</SOLUONGHOSO><DANHSACHHOSO>${dossiers}</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI>A</CHUKYDONVI></GIAMDINHHS>`

test.each([
  ['a table in CDATA that speaks of dossiers', '<NOIDUNGFILE><![CDATA[<A>ỡ</HOSO><HOSO>]]> x ]]&gt;</NOIDUNGFILE>'],
  ['a table as plain XML', '<NOIDUNGFILE> <A><HOSO>ỡ</HOSO></A> </NOIDUNGFILE>'],
  ['a comment', '<NOIDUNGFILE>AA<!-- <HOSO> > </HOSO> -->BB</NOIDUNGFILE>'],
  ['white space in tags', '<NOIDUNGFILE\n>AA</NOIDUNGFILE\t>'],
  ['an attribute with a bracket', '<NOIDUNGFILE a="x>y">AA</NOIDUNGFILE>'],
])('%s', async (_, content) => {
  const dossier = (name: string): string => `<FILEHOSO><LOAIHOSO>${name}</LOAIHOSO>${content}</FILEHOSO>`
  const text = envelope(`<HOSO>${dossier('FIRST')}</HOSO>\n<HOSO >${dossier('SECOND')}</HOSO ><HOSO/>`)
  for (const size of [1, 5, 10_000]) {
    expect(await without(text, [1], size)).toBe(envelope(`<HOSO></HOSO>\n<HOSO >${dossier('SECOND')}</HOSO ><HOSO/>`))
    expect(await without(text, [2], size)).toBe(envelope(`<HOSO>${dossier('FIRST')}</HOSO>\n<HOSO ></HOSO><HOSO/>`))
  }
})
