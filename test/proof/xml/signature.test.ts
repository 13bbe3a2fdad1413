/** Signatures of files: what another program signed holds here and the other way round, and each way to cheat is found and said. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../../scripts/stack/bundle.ts'
import { Unproven } from '../../../src/proof/signed.ts'
import { judgeSignature, type SignatureJudgement } from '../../../src/proof/xml/judge.ts'
import { createSignedFileReader, type SignedFile } from '../../../src/proof/xml/read-signed.ts'
import { makeSignature } from '../../../src/proof/xml/sign.ts'
import { makeFile } from '../../fixtures/dossier.ts'
import { makeSigner, type Signer } from '../../harness/certificates.ts'
import { holdsByTree } from '../../harness/xml-oracle.ts'

const NOW = Date.parse('2026-11-30T08:00:00+07:00')
const DAY = 86_400_000

function read(xml: string, piece = 1000): SignedFile {
  const reader = createSignedFileReader()
  for (let at = 0; at < xml.length; at += piece) reader.push(xml.slice(at, at + piece))
  return reader.end()
}
const judge = (xml: string, anchors: readonly X509Certificate[], now = NOW): SignatureJudgement =>
  judgeSignature(read(xml), { anchors, now })
const saying = ({ state, reasons }: SignatureJudgement): string => [state, ...reasons.map(({ en }) => en)].join(': ')
const outcome = (xml: string, anchors: readonly X509Certificate[], now = NOW): string => {
  try {
    return saying(judge(xml, anchors, now))
  } catch (error) {
    if (error instanceof Unproven) return `refused: ${error.reason.en}`
    throw error
  }
}

describe('signed by xmlsec1', () => {
  const fixture = (name: string): string => readFileSync(join(projectRoot, 'test/fixtures/signed', name), 'utf8')
  const anchors = [new X509Certificate(fixture('root.pem'))]
  // Its certificates begin on the day they were made, and last for a century.
  const later = Date.parse('2027-01-01')

  test.each([
    ['enveloped-inclusive.xml', 'valid', [[]]],
    ['enveloped-exclusive.xml', 'valid', [[]]],
    ['id-inclusive.xml', 'valid', [['GIAMDINHHS', 'THONGTINHOSO']]],
    ['id-exclusive-ec.xml', 'valid', [['GIAMDINHHS', 'THONGTINHOSO']]],
    ['enveloped-sha1.xml', 'weak', [[]]],
  ])('%s is %s, and a changed word breaks it', (name, state, covers) => {
    const xml = fixture(name)
    const judged = judge(xml, anchors, later)
    expect([judged.state, judged.held?.covers]).toEqual([state, covers])
    expect(outcome(xml.replace('Nguyễn', 'Nguyên'), anchors, later)).toMatch(/^broken: The data was changed/)
    expect(judge(xml, [], later).state).toBe('unknown-signer')
  })
})

let root: Signer
let stranger: Signer
let signer: Signer
let ended: Signer
let middle: Signer
let deep: Signer
beforeAll(async () => {
  const [own, other] = [
    await makeSigner('Root', null, { isAuthority: true }),
    await makeSigner('Root', null, { isAuthority: true }),
  ]
  const between = await makeSigner('Between', own, { isAuthority: true })
  const leaf = await makeSigner('Not an authority', own)
  root = own.signer
  stranger = other.signer
  signer = (await makeSigner('Signer', own, { kind: 'rsa' })).signer
  ended = (await makeSigner('Ended', own, { until: '2026-06-01' })).signer
  middle = between.signer
  deep = (await makeSigner('Deep', between)).signer
  byLeaf = { leaf: leaf.signer, signer: (await makeSigner('By a signer', leaf)).signer }
})
let byLeaf: { leaf: Signer; signer: Signer }

const FILE = makeFile({ standard: '3176', seed: 1, dossiers: 2 })
function signed(by: Signer, { xml = FILE, at = NOW, with: others = [] as Signer[] } = {}): string {
  const certificates = [by.certificate, ...others.map(({ certificate }) => certificate)] as const
  const made = makeSignature(read(xml), { key: by.key, certificates, at })
  return xml.slice(0, made.at - made.replaced) + made.text + xml.slice(made.at)
}

describe('signed here', () => {
  test('holds here and by another implementation, and leaves every other character as it was', () => {
    for (const by of [signer, deep]) {
      const xml = signed(by, { with: [middle] })
      expect(outcome(xml, [root.certificate])).toMatch(/^valid/)
      expect(judge(xml, [root.certificate]).held).toMatchObject({ covers: [[]], claimedAt: NOW })
      // The other one knows no curves.
      if (by === signer) expect(holdsByTree(xml, by.pem)).toBe(true)
      expect(xml.replace(/<Signature.*<\/Signature>/s, '')).toBe(
        FILE.replace('<CHUKYDONVI/>', '<CHUKYDONVI></CHUKYDONVI>'),
      )
    }
  })

  test.each([
    ['signed already', () => signed(signer), /signed already/],
    [
      'without a place for it',
      () => FILE.replace(/<CHUKYDONVI\s*\/>|<CHUKYDONVI><\/CHUKYDONVI>/, ''),
      /no empty CHUKYDONVI/,
    ],
    [
      'whose place is not empty',
      () => FILE.replace(/<CHUKYDONVI\s*\/>|<CHUKYDONVI><\/CHUKYDONVI>/, '<CHUKYDONVI>x</CHUKYDONVI>'),
      /no empty CHUKYDONVI/,
    ],
  ])('is not a file %s', (_, xml, reason) => {
    expect(() => signed(signer, { xml: xml() })).toThrow(reason)
  })

  test('is not by a key that is not of the certificate', () => {
    expect(() => signed({ ...signer, key: deep.key })).toThrow(/not that of the certificate/)
  })
})

describe('who signed', () => {
  const standing = (xml: string, anchors = [root.certificate], now = NOW): string => outcome(xml, anchors, now)

  test('a chain leads over an authority between, and not where that is missing', () => {
    expect(standing(signed(deep, { with: [middle] }))).toMatch(/^valid/)
    expect(standing(signed(deep))).toMatch(/^unknown-signer: No chain/)
    expect(standing(signed(deep), [middle.certificate])).toMatch(/^valid/)
  })

  test('a root of the same name is another root', () => {
    expect(standing(signed(signer), [stranger.certificate])).toMatch(/^unknown-signer/)
  })

  test('a signer is no authority', () => {
    expect(standing(signed(byLeaf.signer, { with: [byLeaf.leaf] }))).toMatch(/^unknown-signer/)
  })

  test('one whose certificate had ended when it signed, or who signs in the future', () => {
    expect(standing(signed(ended))).toMatch(/^expired: A certificate was not valid at the time of signing: Ended/)
    expect(standing(signed(ended, { at: Date.parse('2026-05-01') }))).toMatch(/^valid/)
    expect(standing(signed(signer, { at: NOW + DAY }))).toMatch(/^expired: The time of signing lies in the future/)
  })
})

describe('what is broken', () => {
  const anchors = (): X509Certificate[] => [root.certificate]

  test.each<[string, (xml: string) => string, RegExp]>([
    ['a changed word', (xml) => xml.replace('01001', '01002'), /^broken: The data was changed/],
    [
      'a dossier swapped for another one',
      (xml) => xml.replace(/<HOSO>.*?<\/HOSO>/s, ''),
      /^broken: The data was changed/,
    ],
    [
      'a changed time of signing',
      (xml) => xml.replace(/<SigningTime>\d{4}/, '<SigningTime>2025'),
      /^broken: The data was changed/,
    ],
    ['a changed digest', (xml) => xml.replace(/<DigestValue>../, '<DigestValue>AA'), /^broken: The (data|value)/],
    [
      'another certificate',
      (xml) => xml.replace(signer.certificate.raw.toString('base64'), stranger.certificate.raw.toString('base64')),
      /^broken: .*(different kinds|does not hold)/,
    ],
    ['no certificate', (xml) => xml.replace(/<KeyInfo>.*<\/KeyInfo>/s, ''), /^broken: .*no X509Certificate/],
    [
      'a secret as algorithm',
      (xml) => xml.replace('xmldsig-more#rsa-sha256', 'xmldsig-more#hmac-sha256'),
      /^broken: .*SignatureMethod/,
    ],
    [
      'a transform that changes what is signed',
      (xml) =>
        xml.replace(
          /http:\/\/www.w3.org\/TR\/2001\/REC-xml-c14n-20010315/,
          'http://www.w3.org/TR/1999/REC-xslt-19991116',
        ),
      /^broken: .*Transform/,
    ],
    [
      'a form with comments',
      (xml) => xml.replace('REC-xml-c14n-20010315', 'REC-xml-c14n-20010315#WithComments'),
      /^broken: .*Transform/,
    ],
    ['a reference elsewhere', (xml) => xml.replace('URI=""', 'URI="http://example.vn/x"'), /^broken: .*URI/],
    ['a reference to nothing', (xml) => xml.replace('URI=""', 'URI="#khong-co"'), /^broken: .*no element has the Id/],
    [
      'a reference to the signature alone',
      (xml) => xml.replace(/<Reference URI="">.*?<\/Reference>/s, ''),
      /^broken: .*no Reference is about/,
    ],
    [
      'an Id that is there twice',
      (xml) => xml.replace('<KeyInfo>', '<KeyInfo Id="ThoiDiemKy">'),
      /^broken: .*two elements have the Id/,
    ],
    [
      'a second signature',
      (xml) => xml.replace('</CHUKYDONVI>', '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></CHUKYDONVI>'),
      /^refused: .*more than one Signature/,
    ],
    [
      'an instruction within the signature',
      (xml) => xml.replace('<SignatureValue>', '<?x y?><SignatureValue>'),
      /^refused/,
    ],
    ['a DOCTYPE', (xml) => xml.replace('<GIAMDINHHS', '<!DOCTYPE GIAMDINHHS><GIAMDINHHS'), /^refused: .*DOCTYPE/],
    ['a tag that does not close', (xml) => xml.slice(0, -5), /^refused: .*not well-formed/],
  ])('%s', (_, change, expected) => {
    const xml = signed(signer)
    const changed = change(xml)
    expect(changed).not.toBe(xml)
    expect(outcome(changed, anchors())).toMatch(expected)
  })

  test('a changed word whose digest was mended, by somebody without the key', () => {
    const xml = signed(signer)
    const changed = xml.replace('01001', '01002')
    const [before, after] = [read(xml), read(changed)].map(({ document }) => document.inclusive.sha256)
    expect(outcome(changed.replace(before ?? '', after ?? ''), anchors())).toMatch(
      /^broken: The value of the signature/,
    )
  })

  test('what was moved under another parent with its Id is said to be there, and not where it was', () => {
    const id = readFileSync(join(projectRoot, 'test/fixtures/signed/id-exclusive-ec.xml'), 'utf8')
    const own = [new X509Certificate(readFileSync(join(projectRoot, 'test/fixtures/signed/root.pem')))]
    const [, part = ''] = /(<THONGTINHOSO.*<\/THONGTINHOSO>)/s.exec(id) ?? []
    const wrapped = id.replace(part, `<THONGTINHOSO>other</THONGTINHOSO><RAC>${part}</RAC>`)
    const judged = judge(wrapped, own, Date.parse('2027-01-01'))
    expect(judged.held?.covers).toEqual([['GIAMDINHHS', 'RAC', 'THONGTINHOSO']])
  })

  test('a file without a signature is none', () => {
    expect(judge(FILE, []).state).toBe('none')
  })
})
