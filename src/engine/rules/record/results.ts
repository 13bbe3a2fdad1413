import { ALL_STANDARDS, broken, EXPECTED, SINCE_130 } from '../rule.ts'
import { recordRule } from './rule.ts'

/** CLS: rows of results. */
export const resultRules = [
  recordRule({
    name: 'some-result',
    tables: ['XML4'],
    field: 'GIA_TRI',
    ...EXPECTED,
    problem: {
      vi: 'Đã có NGAY_KQ nhưng GIA_TRI, MO_TA và KET_LUAN đều để trống',
      en: 'NGAY_KQ is present, but GIA_TRI, MO_TA and KET_LUAN are all empty',
    },
    remedy: {
      vi: 'Ghi kết quả vào GIA_TRI hoặc MO_TA, KET_LUAN; nếu chưa có kết quả thì để trống NGAY_KQ ở XML4 và XML3',
      en: 'Write the result into GIA_TRI, or MO_TA and KET_LUAN; while there is none leave NGAY_KQ of XML4 and XML3 empty',
    },
    catalogue: ['CLS-04'],
    standards: ALL_STANDARDS,
    when: [{ present: 'NGAY_KQ' }],
    evidence: { NGAY_KQ: 'moment' },
    also: { GIA_TRI: 'text', MO_TA: 'text', KET_LUAN: 'text' },
    holds: ({ GIA_TRI, MO_TA, KET_LUAN }) => GIA_TRI !== '' || KET_LUAN !== '' || MO_TA !== '',
    valid: [{ why: 'a value', record: { NGAY_KQ: '202603020800', GIA_TRI: '5.4' } }],
    invalid: [{ why: 'a time alone', record: { NGAY_KQ: '202603020800', TEN_CHI_SO: 'Glucose' } }],
  }),
  recordRule({
    name: 'required-with-result',
    tables: ['XML4'],
    field: 'MA_BS_DOC_KQ',
    ...EXPECTED,
    problem: {
      vi: 'Có kết quả nhưng MA_BS_DOC_KQ (người đọc hoặc duyệt kết quả) để trống',
      en: 'There is a result, but MA_BS_DOC_KQ (who read or approved it) is empty',
    },
    remedy: {
      vi: 'Ghi MA_BS_DOC_KQ; chỉ được để trống khi chuyển mẫu hoặc chuyển người bệnh đi nơi khác thực hiện',
      en: 'Write MA_BS_DOC_KQ; it may be empty only if the service was done elsewhere',
    },
    catalogue: ['CLS-07'],
    standards: SINCE_130,
    when: [{ present: 'NGAY_KQ' }],
    evidence: { NGAY_KQ: 'moment' },
    also: { MA_BS_DOC_KQ: 'text', MA_DICH_VU: 'text', GIA_TRI: 'text', KET_LUAN: 'text' },
    holds: ({ MA_BS_DOC_KQ, MA_DICH_VU, GIA_TRI, KET_LUAN }) =>
      MA_BS_DOC_KQ !== '' || (GIA_TRI === '' && KET_LUAN === '') || MA_DICH_VU.includes('.K.'),
    valid: [
      { why: 'read', record: { NGAY_KQ: '202603020800', GIA_TRI: '5.4', MA_BS_DOC_KQ: '000003/HNO-CCHN' } },
      {
        why: 'done elsewhere',
        record: { NGAY_KQ: '202603020800', GIA_TRI: '5.4', MA_DICH_VU: '23.0075.1494.K.01001' },
      },
    ],
    invalid: [
      { why: 'read by nobody', record: { NGAY_KQ: '202603020800', GIA_TRI: '5.4', MA_DICH_VU: '23.0075.1494' } },
    ],
  }),
  recordRule({
    name: 'not-before-NGAY_VAO',
    tables: ['XML4'],
    field: 'NGAY_KQ',
    ...EXPECTED,
    problem: {
      vi: 'NGAY_KQ trước NGAY_VAO của XML1 ({from})',
      en: 'NGAY_KQ is earlier than NGAY_VAO of XML1 ({from})',
    },
    remedy: { vi: 'Kiểm tra lại NGAY_KQ, và NGAY_VAO của XML1', en: 'Check NGAY_KQ, and NGAY_VAO of XML1' },
    catalogue: ['CLS-06'],
    standards: ALL_STANDARDS,
    when: [{ present: 'NGAY_KQ' }],
    evidence: { NGAY_KQ: 'moment' },
    xml1: { NGAY_VAO: 'moment' },
    xml1Also: { NGAY_RA: 'moment' },
    holds({ NGAY_KQ }, { NGAY_VAO, NGAY_RA }) {
      if (NGAY_KQ >= NGAY_VAO) return true
      // A stay that ends before it begins has a finding of its own.
      return NGAY_RA !== '' && NGAY_RA < NGAY_VAO ? null : broken({ from: NGAY_VAO })
    },
    valid: [{ why: 'the minute of arrival', record: { NGAY_KQ: '202603020800' }, xml1: { NGAY_VAO: '202603020800' } }],
    invalid: [{ why: 'a minute before', record: { NGAY_KQ: '202603020759' }, xml1: { NGAY_VAO: '202603020800' } }],
  }),
]
