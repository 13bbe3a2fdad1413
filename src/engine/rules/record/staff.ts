import { EXPECTED, SINCE_130 } from '../rule.ts'
import { recordRule } from './rule.ts'

/** No item of a list occurs twice. */
function isEachOnce(list: string): boolean {
  if (!list.includes(';')) return true
  const items = list.split(';').flatMap((item) => (item.trim() === '' ? [] : [item.trim()]))
  return new Set(items).size === items.length
}

/** STA: who ordered, did and signed. */
export const staffRules = [
  recordRule({
    name: 'each-person-once',
    tables: ['XML3'],
    field: 'NGUOI_THUC_HIEN',
    ...EXPECTED,
    problem: {
      vi: 'NGUOI_THUC_HIEN ghi một người hai lần; phẫu thuật viên, phụ mổ và người gây mê là những người khác nhau',
      en: 'NGUOI_THUC_HIEN has a person twice; surgeon, assistant and anaesthetist are different people',
    },
    remedy: {
      vi: 'Trong NGUOI_THUC_HIEN ghi mỗi người một lần, cách nhau bằng ;',
      en: 'Write each person once into NGUOI_THUC_HIEN, separated by ;',
    },
    catalogue: ['STA-05', 'STA-12', 'STA-13'],
    standards: SINCE_130,
    when: [{ present: 'NGUOI_THUC_HIEN' }],
    evidence: { NGUOI_THUC_HIEN: 'text' },
    holds: ({ NGUOI_THUC_HIEN }) => isEachOnce(NGUOI_THUC_HIEN),
    valid: [{ why: 'two people', record: { NGUOI_THUC_HIEN: '000001/HNO-CCHN;000002/HNO-CCHN' } }],
    invalid: [{ why: 'the same behind a blank', record: { NGUOI_THUC_HIEN: '000001/HNO-CCHN; 000001/HNO-CCHN' } }],
  }),
  recordRule({
    name: 'not-MA_BAC_SI',
    tables: ['XML3'],
    field: 'NGUOI_THUC_HIEN',
    ...EXPECTED,
    problem: {
      vi: 'NGUOI_THUC_HIEN trùng MA_BAC_SI: một người vừa chỉ định vừa thực hiện xét nghiệm, chẩn đoán hình ảnh hoặc thăm dò chức năng',
      en: 'NGUOI_THUC_HIEN equals MA_BAC_SI: the same person ordered and did the test or the imaging',
    },
    remedy: {
      vi: 'Kiểm tra lại NGUOI_THUC_HIEN; giữ nguyên nếu đúng người đó thực hiện',
      en: 'Check NGUOI_THUC_HIEN; leave it as it is if that person did it',
    },
    catalogue: ['STA-06'],
    standards: SINCE_130,
    when: [{ field: 'MA_NHOM', in: ['1', '2', '3'] }],
    evidence: { NGUOI_THUC_HIEN: 'text', MA_BAC_SI: 'text', MA_NHOM: 'code' },
    holds: ({ NGUOI_THUC_HIEN, MA_BAC_SI }) => NGUOI_THUC_HIEN !== MA_BAC_SI,
    valid: [
      { why: 'two people', record: { MA_NHOM: '2', MA_BAC_SI: '000001/HNO-CCHN', NGUOI_THUC_HIEN: '000002/HNO-CCHN' } },
    ],
    invalid: [
      { why: 'the same', record: { MA_NHOM: '2', MA_BAC_SI: '000001/HNO-CCHN', NGUOI_THUC_HIEN: '000001/HNO-CCHN' } },
    ],
  }),
]
