import { describe, expect, test } from 'vitest'
import { checkCode, codeVariants } from '../../../src/engine/codes/check-code.ts'
import { packCatalogue, unpackSnapshot } from '../../../src/engine/codes/snapshot.ts'
import { deflate, inflate } from '../../../src/store/reference/compression.ts'

const lists: Record<string, string[]> = {
  icd10: ['K29.7', 'A17.0†', 'G01*', 'I10', 'M00.05'],
  'traditional-diseases': ['U62.392.5'],
  services: ['10.0502.0491', '02.03', 'K27.NO2'],
  drugs: ['40.17', '40.48'],
  blood: ['B.01'],
  supplies: ['N03.01.070'],
  facilities: ['01001', '01B66'],
  departments: ['K03', 'K08', 'K09', 'K16.1'],
  'encounter-types': ['01'],
  'ethnic-groups': ['01'],
  occupations: ['22'],
  'test-indices': ['2000001'],
}
const packed = await Promise.all(
  Object.entries(lists).map(([id, codes]) =>
    packCatalogue(
      { id, completeness: id === 'facilities' ? 'partial' : 'complete', completeFrom: null },
      codes.map((code) => ({ code, validFrom: '0001-01-01', validTo: code === '40.48' ? '2025-12-31' : null })),
      deflate,
    ),
  ),
)
const snapshot = await unpackSnapshot(
  { id: '1', number: 1, publishedAt: 1 },
  packed.map(({ bytes }) => bytes),
  inflate,
)
const DRUGS = ['drugs', 'blood']
const check = (catalogues: string[], code: string) => checkCode(snapshot, catalogues, code, 20261122)

test.each([
  [['icd10'], 'K297', 'K29.7', 'the form without dot'],
  [['icd10'], 'M0005', 'M00.05', 'the form without dot, five characters'],
  [['icd10'], 'A170', 'A17.0†', 'without dot and mark'],
  [['encounter-types'], '1', '01', 'a lost zero'],
  [['ethnic-groups'], '1', '01', 'a lost zero'],
])('%j %s is read with leniency as %s: %s', (catalogues, code, read) => {
  expect(check(catalogues, code)).toMatchObject({ state: 'valid', code: read, exact: false })
})

describe('a code with what the decisions let senders add', () => {
  test.each([
    [['icd10'], 'I10*', 'I10', 'a mark that the list does not print'],
    [['icd10'], 'A17.0', 'A17.0†', 'without the mark that the list prints'],
    [['icd10'], 'A17.0+', 'A17.0†', 'a plus for a dagger'],
    [['icd10'], 'G01', 'G01*', 'without its asterisk'],
    [['traditional-diseases'], 'U62.392.5.01', 'U62.392.5', 'a clinical pattern'],
    [['services'], '10.0502.0491_GT', '10.0502.0491', 'local anaesthesia'],
    [['services'], '10.0502.0491_TB', '10.0502.0491', 'not completed'],
    [['services'], '10.0502.0491_TT', '10.0502.0491', 'local anaesthesia without a price'],
    [['services'], '10.0502.0491.K.01001', '10.0502.0491', 'done elsewhere'],
    [['services'], '10.0502.0491_GT.K.01B66', '10.0502.0491', 'both'],
    [['services'], 'VC.01001', '01001', 'transport to a facility'],
    [DRUGS, 'VM.01001', '01001', 'transport of blood'],
    [DRUGS, 'BB.01001', '01001', 'packaging'],
    [DRUGS, 'B.01.KTNAT', 'B.01', 'blood with two tests'],
    [DRUGS, '40.17_10.0502.0491_GT', '40.17', 'a local anaesthetic and its service'],
    [['supplies'], 'N03.01.070.0976.000.0007', 'N03.01.070', 'a full code of QĐ 5086'],
    [['supplies'], 'N03.01.070.K01001', 'N03.01.070', 'bought by another facility'],
    [['facilities'], 'C.01001', '01001', 'where a drug came from'],
    [['departments'], 'K0809', 'K08', 'two departments in one'],
    [['departments'], 'K03.1', 'K03', 'a part of a department'],
    [['departments'], 'K03.D35', 'K03', 'its day unit'],
    [['occupations'], '22110', '22', 'the group of a level-5 code'],
  ])('%j %s stands for %s: %s', (catalogues, code, read) => {
    expect(check(catalogues, code)).toMatchObject({ state: 'valid', code: read, exact: true })
  })
})

test.each([
  [['icd10'], 'K29.7'],
  [['icd10'], 'G01*'],
  [['departments'], 'K16.1'],
  [['services'], 'K27.NO2'],
  [DRUGS, '40.17'],
])('%j %s is in the list as it is written', (catalogues, code) => {
  expect(check(catalogues, code)).toMatchObject({ state: 'valid', code, exact: true })
})

describe('a code that is wrong', () => {
  test.each([
    [['icd10'], 'K29.9', 'unknown', 'K29.9'],
    [['icd10'], 'k29.7', 'unknown', 'k29.7'],
    [['icd10'], 'I100', 'unknown', 'I100'],
    [['services'], '10.0502.0499_GT', 'unknown', '10.0502.0499'],
    [DRUGS, '40.17+40.48', 'expired', '40.48'],
    [DRUGS, '40.17+40.999', 'unknown', '40.999'],
    [DRUGS, '40.17+', 'unknown', ''],
    [DRUGS, '40.17_10.0502.0499_GT', 'unknown', '10.0502.0499'],
    [['departments'], 'K0899', 'unknown', 'K99'],
    [['encounter-types'], '001', 'unknown', '001'],
  ])('%j %s is %s because of %s', (catalogues, code, state, part) => {
    expect(check(catalogues, code)).toMatchObject({ state, code: part, partial: false })
  })

  test('an unknown facility inside it is only what the partial list of facilities can say', () => {
    expect(check(['services'], '10.0502.0491.K.79999')).toMatchObject({
      state: 'unknown',
      code: '79999',
      partial: true,
    })
  })

  test('a certain fault outweighs an uncertain one', () => {
    expect(check(['services'], '10.0502.0499.K.79999')).toMatchObject({ code: '10.0502.0499', partial: false })
  })
})

describe('where the evidence ends, nothing is evaluated', () => {
  test.each([
    [['facilities'], '01000', 'temporary-card'],
    [['services'], 'VC.01000', 'temporary-card'],
    [DRUGS, '00.0000', 'outside-lists'],
    [DRUGS, '2020.VD-123', 'outside-lists'],
    [DRUGS, '2020.VD-123+2021.VD-7', 'outside-lists'],
    [['departments'], 'TYT', 'outside-lists'],
    [['test-indices'], '1234', 'older-list'],
  ])('%j %s: %s', (catalogues, code, notEvaluated) => {
    expect(codeVariants(catalogues, code)).toEqual({ questions: [], notEvaluated })
    expect(check(catalogues, code)).toMatchObject({ state: 'no-catalogue', notEvaluated, partial: true })
  })

  test('what can be evaluated in a compound is', () => {
    expect(check(DRUGS, '40.17+2020.VD-123')).toMatchObject({ state: 'valid', code: '40.17' })
  })

  test('a release without the catalogue says so', () => {
    expect(check(['nationalities'], '000')).toMatchObject({ state: 'no-catalogue', partial: true })
  })
})
