import { withinStay } from '../stay.ts'
import { ALL_STANDARDS, SINCE_130, SINCE_4750 } from '../rule.ts'
import { recordRule } from './rule.ts'

/** DAT: what may not come before what. Moments compare as text. */
export const dateRules = [
  recordRule({
    name: 'not-before-NGAY_VAO',
    tables: ['XML1'],
    field: 'NGAY_RA',
    by: 'gateway',
    source: { confidence: 'high' },
    problem: {
      vi: 'NGAY_RA trước NGAY_VAO',
      en: 'NGAY_RA is earlier than NGAY_VAO',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_VAO và NGAY_RA', en: 'Check NGAY_VAO and NGAY_RA' },
    catalogue: ['DAT-01'],
    standards: ALL_STANDARDS,
    evidence: { NGAY_RA: 'moment', NGAY_VAO: 'moment' },
    holds: ({ NGAY_RA, NGAY_VAO }) => NGAY_RA >= NGAY_VAO,
    valid: [{ why: 'the same minute', record: { NGAY_VAO: '202501010800', NGAY_RA: '202501010800' } }],
    invalid: [{ why: 'one minute early', record: { NGAY_VAO: '202501010800', NGAY_RA: '202501010759' } }],
  }),
  recordRule({
    name: 'not-before-NGAY_YL',
    tables: ['XML2', 'XML3'],
    field: 'NGAY_TH_YL',
    by: 'gateway',
    source: { confidence: 'high' },
    problem: {
      vi: 'NGAY_TH_YL (thực hiện) trước NGAY_YL (ra y lệnh)',
      en: 'NGAY_TH_YL (carried out) is earlier than NGAY_YL (ordered)',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_YL và NGAY_TH_YL', en: 'Check NGAY_YL and NGAY_TH_YL' },
    catalogue: ['DAT-07'],
    standards: SINCE_4750,
    evidence: { NGAY_TH_YL: 'moment', NGAY_YL: 'moment' },
    holds: ({ NGAY_TH_YL, NGAY_YL }) => NGAY_TH_YL >= NGAY_YL,
    valid: [{ why: 'the same minute', record: { NGAY_YL: '202501010800', NGAY_TH_YL: '202501010800' } }],
    invalid: [{ why: 'one minute early', record: { NGAY_YL: '202501010800', NGAY_TH_YL: '202501010759' } }],
  }),
  recordRule({
    name: 'not-before-NGAY_YL',
    tables: ['XML3'],
    field: 'NGAY_KQ',
    by: 'gateway',
    source: { confidence: 'high' },
    problem: {
      vi: 'NGAY_KQ (kết quả) trước NGAY_YL (ra y lệnh)',
      en: 'NGAY_KQ (result) is earlier than NGAY_YL (ordered)',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_YL và NGAY_KQ', en: 'Check NGAY_YL and NGAY_KQ' },
    catalogue: ['DAT-08'],
    standards: SINCE_130,
    evidence: { NGAY_KQ: 'moment', NGAY_YL: 'moment' },
    holds: ({ NGAY_KQ, NGAY_YL }) => NGAY_KQ >= NGAY_YL,
    valid: [{ why: 'the same minute', record: { NGAY_YL: '202501010800', NGAY_KQ: '202501010800' } }],
    invalid: [{ why: 'the day before', record: { NGAY_YL: '202501010800', NGAY_KQ: '202412310800' } }],
  }),
  recordRule({
    name: 'within-stay',
    tables: ['XML2', 'XML3'],
    field: 'NGAY_YL',
    by: 'annex',
    source: { confidence: 'high' },
    problem: {
      vi: 'NGAY_YL nằm ngoài đợt KCB, từ {from} đến {to}',
      en: 'NGAY_YL is outside the encounter, {from} to {to}',
    },
    remedy: {
      vi: 'Kiểm tra lại NGAY_YL, hoặc NGAY_VAO và NGAY_RA của XML1',
      en: 'Check NGAY_YL, or NGAY_VAO and NGAY_RA of XML1',
    },
    catalogue: ['DAT-05', 'DAT-40', 'MED-28'],
    standards: ALL_STANDARDS,
    evidence: { NGAY_YL: 'moment' },
    xml1: { NGAY_VAO: 'moment', NGAY_RA: 'moment' },
    holds: ({ NGAY_YL }, { NGAY_VAO, NGAY_RA }) => withinStay(NGAY_YL, NGAY_VAO, NGAY_RA),
    valid: [
      {
        why: 'at the minute of admission',
        record: { NGAY_YL: '202501010800' },
        xml1: { NGAY_VAO: '202501010800', NGAY_RA: '202501011000' },
      },
    ],
    invalid: [
      {
        why: 'one minute before admission',
        record: { NGAY_YL: '202501010759' },
        xml1: { NGAY_VAO: '202501010800', NGAY_RA: '202501011000' },
      },
      {
        why: 'one minute after discharge',
        record: { NGAY_YL: '202501011001' },
        xml1: { NGAY_VAO: '202501010800', NGAY_RA: '202501011000' },
      },
    ],
  }),
]
