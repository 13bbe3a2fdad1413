import { describe, expect, test, vi } from 'vitest'
import { demoFiles } from '../../fixtures/demo-files.ts'
import {
  FACILITY,
  makeDocument,
  makeDossier,
  makeFile,
  makeRow,
  renderDossier,
  renderTable,
  wrapEnvelope,
  type Encoding,
  type EnvelopeOptions,
  type Tables,
} from '../../fixtures/dossier.ts'
import { bytesOf, cutsOf, inspect, NO_CODES, piecesOf, rules, seedCodes, type Seen } from '../../fixtures/inspect.ts'

// Cutting a file takes a while where other work runs beside it.
vi.setConfig({ testTimeout: 30_000 })

const codes = await seedCodes()

const placed = ({ findings }: Seen): string[] =>
  findings.map(({ rule, severity, dossier, table, row, line, column, value }) =>
    [rule, severity, dossier?.index, table, row, `${line}:${column}`, value].join(' '),
  )
/** All that is said, but for where: an inline table has its places in the file. */
const unplaced = (seen: Seen): unknown => [
  seen.findings.map((finding) => ({ ...finding, line: null, column: null })),
  seen.rows.map((row) => ({ ...row, place: '' })),
  seen.dossiers,
  seen.result,
  seen.refusal?.code,
]

const faulty: Tables = (() => {
  const tables = makeDossier({ standard: '4210', drugs: 1, services: 0, notes: 0 })
  const [XML1 = {}, XML2 = {}] = [tables['XML1']?.[0], tables['XML2']?.[0]]
  return {
    XML1: [{ ...XML1, HO_TEN: '', NGAY_RA: '202405060600', THE_LA: '1' }],
    XML2: [{ ...XML2, MA_LK: 'KHÁC', DON_GIA: '1150,5', TEN_THUOC: 'Thuốc\u00A0thử 𝟙 & < >' }],
  }
})()
const faultyFile = (options: EnvelopeOptions = {}): string =>
  wrapEnvelope([renderDossier('4210', faulty, options)], { made: '20240531', ...options })

const encodings: Encoding[] = ['base64', 'base64-lines', 'inline', 'cdata-base64', 'cdata-xml', 'escaped-xml']

describe('a file', () => {
  test('says the same, at the same places, in 1-byte pieces and cut at any byte', () => {
    const results =
      '<DSACH_CHI_TIET_CLS><CHI_TIET_CLS>\r\n<MA_LK>Hồ sơ 𝟙</MA_LK><STT>1,5</STT><SAI/></CHI_TIET_CLS></DSACH_CHI_TIET_CLS>'
    const notes =
      '<DSACH_CHI_TIET_DIEN_BIEN_BENH>chữ<CHI_TIET_DIEN_BIEN_BENH><MA_LK>a &amp; b</MA_LK><NGAY_YL>2024</NGAY_YL>' +
      '</CHI_TIET_DIEN_BIEN_BENH></DSACH_CHI_TIET_DIEN_BIEN_BENH>'
    const tables = [
      { id: 'XML4', xml: results },
      { id: 'XML5', xml: notes },
    ]
    const options = { encoding: 'base64-lines', lineBreak: '\r\n', bom: true, made: '20240531' } as const
    const bytes = bytesOf(wrapEnvelope([tables], options))
    const whole = inspect(bytes, { stated: '4210' })
    expect(whole.refusal).toBeNull()
    expect(rules(whole)).toContain('XML4.STT.decimal-comma')
    expect(inspect(piecesOf(bytes, 1), { stated: '4210' })).toEqual(whole)
    const expected = JSON.stringify(whole)
    for (const { at, pieces } of cutsOf(bytes)) {
      const cut = inspect(pieces, { stated: '4210' })
      if (JSON.stringify(cut) !== expected) expect(cut, `cut at byte ${at}`).toEqual(whole)
    }
  })

  test.each(Object.entries(demoFiles))('%s says the same in pieces of any size', (_, make) => {
    const bytes = bytesOf(make())
    const whole = inspect(bytes, { codes })
    // Inside a character, inside a quad, a line of base64, a piece of the network.
    for (const size of [1, 3, 76, 16_384]) expect(inspect(piecesOf(bytes, size), { codes })).toEqual(whole)
  })

  test.each(encodings)('says the same with its tables as %s', (encoding) => {
    for (const lineBreak of ['\n', '\r\n'] as const) {
      for (const declaration of [true, false]) {
        const seen = inspect(faultyFile({ encoding, declaration, lineBreak }))
        expect(unplaced(seen)).toEqual(unplaced(inspect(faultyFile())))
        if (encoding !== 'inline' && declaration) expect(placed(seen)).toEqual(placed(inspect(faultyFile())))
      }
    }
  })

  test.each(encodings)('is correct in any order of anything, as %s', (encoding) => {
    for (const standard of ['4210', '130', '4750', '3176'] as const) {
      const order = ['XML5', 'XML3', 'XML4', 'XML2', 'XML1']
      for (const absent of ['omitted', 'empty-root', 'empty-content'] as const) {
        const seen = inspect(
          makeFile({
            standard,
            encoding,
            order,
            absent,
            drugs: 0,
            reversed: true,
            dossiers: 3,
            bom: true,
            innerBom: true,
          }),
          { codes, stated: standard },
        )
        expect(seen.findings).toEqual([])
        expect(seen.result?.dossiers).toMatchObject({ declared: 3, counted: 3, accepted: 3 })
      }
    }
  })

  test('says the same of its dossiers wherever XML1 is', () => {
    const sorted = (seen: Seen): unknown => [placed(seen).toSorted(), seen.dossiers, seen.result]
    expect(sorted(inspect(faultyFile({ order: ['XML2', 'XML1'] })))).toEqual(sorted(inspect(faultyFile())))
    const late = renderDossier('3176', makeDossier({ standard: '3176' }), {
      order: ['XML2', 'XML3', 'XML4', 'XML5', 'XML1'],
    })
    const wrong = late.map(({ id, xml }) => ({ id, xml: xml.replaceAll('<MA_NHOM>4<', '<MA_NHOM>94<') }))
    const early = wrong.toReversed()
    expect(sorted(inspect(wrapEnvelope([wrong]), { codes }))).toEqual(sorted(inspect(wrapEnvelope([early]), { codes })))
    expect(rules(inspect(wrapEnvelope([wrong]), { codes }))).toContain('XML2.MA_NHOM.code-known')
  })

  test('places a finding at the value, in the XML of its table', () => {
    const finding = inspect(faultyFile()).findings.find(({ rule }) => rule === 'XML2.DON_GIA.decimal-comma')
    const lines = renderTable('4210', 'XML2', faulty['XML2'] ?? []).split('\n')
    const line = lines.findIndex((text) => text.startsWith('<DON_GIA>'))
    expect(finding).toMatchObject({ table: 'XML2', row: '1', line: line + 1, column: '<DON_GIA>'.length + 1 })
  })
})

describe('the standard of a file', () => {
  test.each(['4210', '130', '4750', '3176'] as const)('is QĐ %s by structure and day, or as stated', (standard) => {
    expect(inspect(makeFile({ standard })).result?.standard).toBe(standard)
    expect(inspect(makeFile({ standard }), { stated: standard }).result?.standard).toBe(standard)
  })

  test('stated wrongly refuses the file, and names the table', () => {
    const seen = inspect(makeFile({ standard: '4210', order: ['XML2'] }), { stated: '3176' })
    expect(seen.refusal).toMatchObject({
      code: 'standard-mismatch',
      place: { table: 'XML2' },
      params: { stated: '3176', found: '4210' },
    })
    const first = inspect(makeFile({ standard: '3176' }), { stated: '4210' })
    expect(first.refusal).toMatchObject({ code: 'standard-mismatch', place: { table: 'XML1' } })
  })

  test('mixed refuses the dossiers of the other kind only', () => {
    const dossiers = (['4210', '3176'] as const).map((standard) => renderDossier(standard, makeDossier({ standard })))
    const seen = inspect(wrapEnvelope(dossiers, { made: '20240531' }))
    expect(seen.dossiers.map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected'])
    expect(rules(seen)).toContain('FILEHOSO.NOIDUNGFILE.of-this-standard')
  })
})

const one = (): string => makeFile({ standard: '4210' })
const withTable = (id: string, xml: string): string =>
  wrapEnvelope([[...renderDossier('4210', makeDossier({ standard: '4210' })), { id, xml }]], { made: '20240531' })

describe('a file is reported', () => {
  test.each<[string, () => string, string, string]>([
    [
      'more dossiers than declared',
      () => makeFile({ standard: '4210', dossiers: 3, declared: 2 }),
      'ENVELOPE.SOLUONGHOSO.not-below-count',
      'warning',
    ],
    [
      'a count that is no number',
      () => makeFile({ standard: '4210', declared: 'một' }),
      'ENVELOPE.SOLUONGHOSO.number',
      'warning',
    ],
    [
      'a day that is none',
      () => one().replace(/<NGAYLAP>\d+/, '<NGAYLAP>20241301'),
      'ENVELOPE.NGAYLAP.date',
      'warning',
    ],
    ['no day', () => one().replace(/<NGAYLAP>\d+<\/NGAYLAP>/, ''), 'ENVELOPE.NGAYLAP.date', 'warning'],
    [
      'an unknown element',
      () => one().replace('<DANHSACHHOSO>', '<GHICHU/><DANHSACHHOSO>'),
      'ENVELOPE.element.known',
      'warning',
    ],
    [
      'a misspelt FILEHOSO',
      () => one().replace('<HOSO>', '<HOSO><FILE_HOSO></FILE_HOSO>'),
      'HOSO.element.known',
      'error',
    ],
    [
      'no NOIDUNGFILE',
      () => one().replace('<HOSO>', '<HOSO><FILEHOSO><LOAIHOSO>XML4</LOAIHOSO></FILEHOSO>'),
      'FILEHOSO.NOIDUNGFILE.required',
      'error',
    ],
    ['no LOAIHOSO', () => one().replace('<LOAIHOSO>XML2</LOAIHOSO>', ''), 'FILEHOSO.LOAIHOSO.required', 'warning'],
    [
      'a LOAIHOSO of another table',
      () => one().replace('<LOAIHOSO>XML2<', '<LOAIHOSO>XML3<'),
      'FILEHOSO.LOAIHOSO.of-content',
      'error',
    ],
    ['an unknown root', () => withTable('XML9', '<BANG_LA/>'), 'FILEHOSO.NOIDUNGFILE.known-root', 'error'],
    [
      'a check-in in an envelope',
      () => withTable('CHECKIN', renderTable('3176', 'CHECKIN', [])),
      'FILEHOSO.NOIDUNGFILE.not-a-document',
      'error',
    ],
    [
      'a second XML1',
      () => withTable('XML1', renderTable('4210', 'XML1', [makeRow('4210', 'XML1')])),
      'HOSO.XML1.once',
      'error',
    ],
    [
      'content that is not base64',
      () => withTable('XML9', '').replace(/<NOIDUNGFILE><\/NOIDUNGFILE>/, '<NOIDUNGFILE>!</NOIDUNGFILE>'),
      'FILEHOSO.NOIDUNGFILE.readable-base64',
      'error',
    ],
    [
      'a table that is not well-formed',
      () => withTable('XML5', '<DSACH_CHI_TIET_DIEN_BIEN_BENH>'),
      'FILEHOSO.NOIDUNGFILE.readable-xml',
      'error',
    ],
    [
      'another declared encoding in a table',
      () => withTable('XML5', '<?xml version="1.0" encoding="windows-1258"?><DSACH_CHI_TIET_DIEN_BIEN_BENH/>'),
      'FILEHOSO.NOIDUNGFILE.declared-utf8',
      'warning',
    ],
    [
      'an element inside a value',
      () =>
        withTable(
          'XML5',
          '<DSACH_CHI_TIET_DIEN_BIEN_BENH><CHI_TIET_DIEN_BIEN_BENH><DIEN_BIEN>a<b>c</b></DIEN_BIEN></CHI_TIET_DIEN_BIEN_BENH></DSACH_CHI_TIET_DIEN_BIEN_BENH>',
        ),
      'XML5.value.no-elements',
      'error',
    ],
    [
      'a row of another name',
      () => withTable('XML5', '<DSACH_CHI_TIET_DIEN_BIEN_BENH><CHI_TIET/></DSACH_CHI_TIET_DIEN_BIEN_BENH>'),
      'XML5.row.known',
      'error',
    ],
    [
      'text between rows',
      () => withTable('XML5', '<DSACH_CHI_TIET_DIEN_BIEN_BENH>chữ</DSACH_CHI_TIET_DIEN_BIEN_BENH>'),
      'XML5.row.no-text',
      'warning',
    ],
    [
      'no XML1',
      () => makeFile({ standard: '4210' }).replace(/<FILEHOSO>\n<LOAIHOSO>XML1<[^]*?<\/FILEHOSO>/, ''),
      'HOSO.XML1.required',
      'error',
    ],
    [
      'another facility in XML1',
      () => makeFile({ standard: '4210', facility: '79001' }).replace('79001</MACSKCB>', `${FACILITY}</MACSKCB>`),
      'HOSO.MA_CSKCB.same-as-MACSKCB',
      'error',
    ],
  ])('%s', (_, file, rule, severity) => {
    const { findings, refusal } = inspect(file())
    expect(refusal).toBeNull()
    expect(findings.filter((finding) => finding.rule === rule)).toMatchObject([{ severity }])
    if (!rule.startsWith('XML5') && rule !== 'HOSO.XML1.once') expect(findings).toHaveLength(1)
  })

  test.each<[string, () => string, string]>([
    [
      'fewer dossiers than declared',
      () => makeFile({ standard: '4210', dossiers: 2, declared: 3 }),
      'dossiers-fewer-than-declared',
    ],
    ['no dossiers', () => makeFile({ standard: '4210', dossiers: 0 }), 'dossiers-missing'],
    ['an empty MACSKCB', () => one().replace(`${FACILITY}</MACSKCB>`, '</MACSKCB>'), 'facility-missing'],
    ['no MACSKCB', () => one().replace(/<MACSKCB>\d+<\/MACSKCB>/, ''), 'facility-missing'],
    ['another facility', () => makeFile({ standard: '4210', facility: '79001' }), 'facility-mismatch'],
    [
      'another facility behind the dossiers',
      () => makeFile({ standard: '4210', facility: '79001', reversed: true }),
      'facility-mismatch',
    ],
    [
      'a check-in of another facility',
      () => makeDocument('3176', 'CHECKIN', { facility: '79001' }),
      'facility-mismatch',
    ],
    [
      'a row of 1,001 elements',
      () => withTable('XML7', `<TONG_HOP>${'<A/>'.repeat(1001)}</TONG_HOP>`),
      'row-too-large',
    ],
    [
      'a row without end',
      () => withTable('XML7', `<TONG_HOP>${`<A>${'x'.repeat(1_000_000)}</A>`.repeat(5)}</TONG_HOP>`),
      'text-too-long',
    ],
  ])('and refused: %s', (_, file, code) => {
    expect(inspect(file()).refusal?.code).toBe(code)
  })
})

test('an empty root stands for an absent table, in every table that has no rows of its own', () => {
  for (const id of ['XML7', 'XML8', 'XML10', 'XML11', 'XML13', 'XML14']) {
    const tables = [
      ...renderDossier('3176', makeDossier({ standard: '3176' })),
      { id, xml: renderTable('3176', id, []) },
    ]
    expect(inspect(wrapEnvelope([tables])).findings).toEqual([])
  }
})

const changedFile = (change: (tables: Tables) => Tables): string =>
  wrapEnvelope([renderDossier('3176', change(makeDossier({ standard: '3176' })))])
const withSummary = (set: Record<string, string>): string =>
  changedFile((tables) => ({ ...tables, XML1: (tables['XML1'] ?? []).map((row) => ({ ...row, ...set })) }))

describe('a code and its form', () => {
  const ofCode = (code: string, known: typeof codes): string[] =>
    inspect(withSummary({ MA_LOAI_KCB: code }), { codes: known })
      .findings.filter(({ field, table }) => table === 'XML1' && field === 'MA_LOAI_KCB')
      .map(({ rule, severity }) => `${severity} ${rule}`)

  test.each(['99', 'AA', '1x', '?'])('%s is refused by the complete list, whatever its form', (code) => {
    expect(ofCode(code, codes)).toEqual(['error XML1.MA_LOAI_KCB.code-known'])
  })

  test('the list says in what form its codes are', () => {
    const [finding] = inspect(withSummary({ MA_LOAI_KCB: 'AA' }), { codes }).findings
    expect(finding?.message.en).toContain('2 digits such as 01')
  })

  test('without a list the form speaks, and refuses nothing', () => {
    expect(ofCode('99', NO_CODES)).toEqual([])
    expect(ofCode('AA', NO_CODES)).toEqual(['warning XML1.MA_LOAI_KCB.form'])
  })
})

describe('what follows from something that cannot be read', () => {
  const broken = (table: string, xml: string): string =>
    wrapEnvelope([
      renderDossier('3176', makeDossier({ standard: '3176' })).map((each) =>
        each.id === table ? { ...each, xml } : each,
      ),
    ])

  test.each([
    ['an entity', '<TONG_HOP><MA_LK>&nbsp;</MA_LK></TONG_HOP>'],
    ['a root that no table has', '<TONGHOP><MA_LK>1</MA_LK></TONGHOP>'],
    ['no XML', 'MA_LK=1'],
  ])('XML1 with %s is not said to be absent', (_, xml) => {
    const said = rules(inspect(broken('XML1', xml)))
    expect(said).not.toContain('HOSO.XML1.required')
    expect(said.filter((rule) => rule.startsWith('FILEHOSO.'))).toHaveLength(1)
  })

  test('an XML1 that was not sent is said to be absent', () => {
    const file = changedFile(({ XML1: _, ...others }) => others)
    expect(rules(inspect(file))).toContain('HOSO.XML1.required')
  })

  test.each(['XML2', 'XML3'])('totals are not compared with the lines of %s, of which some are missing', (table) => {
    expect(rules(inspect(broken(table, 'a & b')))).toEqual(['FILEHOSO.NOIDUNGFILE.readable-xml'])
  })
})

describe('a row without a single value', () => {
  const emptied = (id: string): Seen =>
    inspect(
      changedFile((tables) => ({
        ...tables,
        [id]: (tables[id] ?? [])
          .slice(0, 1)
          .map((row) => Object.fromEntries(Object.keys(row).map((name) => [name, '']))),
      })),
    )

  test.each(['XML5', 'XML4'])('of %s is one finding', (id) => {
    const { findings } = emptied(id)
    expect(findings.filter(({ table }) => table === id)).toMatchObject([
      { rule: `${id}.row.not-empty`, severity: 'error', row: '1', field: null },
    ])
  })

  test('is one finding of XML1 too, which is there', () => {
    const said = rules(emptied('XML1'))
    expect(said.filter((rule) => rule.startsWith('XML1.') || rule.startsWith('HOSO.'))).toEqual(['XML1.row.not-empty'])
  })
})

test('LOAIHOSO is shown as it was written, where it is a word', () => {
  const [table, ...others] = renderDossier('3176', makeDossier({ standard: '3176' }))
  if (!table) throw new Error('a dossier has tables')
  const said = (declared: string): string | undefined =>
    inspect(wrapEnvelope([[{ ...table, id: declared }, ...others]])).findings.find(
      ({ rule }) => rule === 'FILEHOSO.LOAIHOSO.of-content',
    )?.message.en
  expect(said('1')).toBe('LOAIHOSO says 1, but the content is XML1')
  expect(said('Bảng 1')).toBe('LOAIHOSO says Bảng 1, but the content is XML1')
  expect(said('a\u0000b'.slice(0, 1) + '; drop table')).toBe('LOAIHOSO says ?, but the content is XML1')
})

test.each(['BenhVien', 'ns0:GIAMDINHHS'])('the refusal of a file names its root %s', (root) => {
  const { refusal } = inspect(`<${root}/>`)
  expect(refusal?.code).toBe('root-unknown')
  expect(refusal?.params).toEqual({ root })
})

test('nothing that identifies a person stands in what is said', () => {
  const secrets = {
    HO_TEN: 'NGUYỄN VĂN BÍ MẬT',
    MA_THE_BHYT: 'XX9999999999999',
    SO_CCCD: '98765432101234567',
    DIA_CHI: 'Số 77 phố Kín'.repeat(90),
    NGAY_SINH: '198702311200',
    DIEN_THOAI: '0987654321000000',
    MA_BN: 'BN-BÍ-MẬT'.repeat(30),
    MA_HSBA: 'HS-BÍ-MẬT'.repeat(30),
  }
  const tables = makeDossier({ standard: '4750' })
  const XML1 = (tables['XML1'] ?? []).map((row) => ({
    ...row,
    ...secrets,
    HO_TEN_THAT: secrets.HO_TEN,
    HOTEN: secrets.HO_TEN,
  }))
  const seen = inspect(wrapEnvelope([renderDossier('4750', { ...tables, XML1 })], { made: '20240920' }), { codes })
  expect(seen.findings.length).toBeGreaterThan(7)
  const said = JSON.stringify(seen.findings)
  for (const secret of Object.values(secrets)) expect(said).not.toContain(secret.slice(0, 9))
})
