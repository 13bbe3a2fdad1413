import { ALL_STANDARDS, ASKED, EXPECTED, REFUSED, SINCE_130, SINCE_4750, broken } from '../rule.ts'
import { recordRule } from './rule.ts'

const DEAD = ['5', '8']
const SENT_OR_GONE = new Set(['2', '3', '5'])

/** How an encounter ended, of somebody who died. */
const ofDeath = {
  name: 'consistent-with-death',
  tables: ['XML1'],
  ...EXPECTED,
  problem: {
    vi: 'KET_QUA_DTRI ghi tử vong nhưng {field} là {found} (chuyển viện hoặc trốn viện)',
    en: 'KET_QUA_DTRI says that the patient died, but {field} is {found} (transferred, or left without permission)',
  },
  remedy: { vi: 'Kiểm tra lại KET_QUA_DTRI và {field}', en: 'Check KET_QUA_DTRI and {field}' },
  catalogue: ['ADM-49'],
} as const

const IS_MONTH = /^(?:0?[1-9]|1[0-2])$/

/** ADM: where the patient comes from and goes to, and when it is settled. */
export const dischargeRules = [
  recordRule({
    ...ofDeath,
    field: 'MA_LOAI_RV',
    standards: SINCE_130,
    when: [{ field: 'KET_QUA_DTRI', in: DEAD }],
    evidence: { MA_LOAI_RV: 'code' },
    holds: ({ MA_LOAI_RV }) => !SENT_OR_GONE.has(MA_LOAI_RV) || broken({ found: MA_LOAI_RV }),
    valid: [{ why: 'discharged', record: { KET_QUA_DTRI: '5', MA_LOAI_RV: '1' } }],
    invalid: [{ why: 'transferred', record: { KET_QUA_DTRI: '5', MA_LOAI_RV: '2' } }],
  }),
  recordRule({
    ...ofDeath,
    field: 'TINH_TRANG_RV',
    standards: ['4210'],
    when: [{ field: 'KET_QUA_DTRI', in: ['5'] }],
    evidence: { TINH_TRANG_RV: 'code' },
    holds: ({ TINH_TRANG_RV }) => !SENT_OR_GONE.has(TINH_TRANG_RV) || broken({ found: TINH_TRANG_RV }),
    valid: [{ why: 'discharged', record: { KET_QUA_DTRI: '5', TINH_TRANG_RV: '1' } }],
    invalid: [{ why: 'gone without leave', record: { KET_QUA_DTRI: '5', TINH_TRANG_RV: '3' } }],
  }),
  recordRule({
    name: 'required-for-transfers',
    tables: ['XML1'],
    field: 'MA_NOI_DEN',
    ...ASKED,
    problem: {
      vi: 'MA_LOAI_RV là 2 (chuyển tuyến) nhưng MA_NOI_DEN để trống',
      en: 'MA_LOAI_RV is 2 (transfer), but MA_NOI_DEN is empty',
    },
    remedy: {
      vi: 'Ghi mã cơ sở nhận người bệnh vào MA_NOI_DEN',
      en: 'Write the code of the receiving facility into MA_NOI_DEN',
    },
    catalogue: ['ADM-50'],
    standards: SINCE_130,
    when: [{ field: 'MA_LOAI_RV', in: ['2'] }],
    evidence: { MA_LOAI_RV: 'code' },
    also: { MA_NOI_DEN: 'text' },
    holds: ({ MA_NOI_DEN }) => MA_NOI_DEN !== '',
    valid: [{ why: 'with the facility', record: { MA_LOAI_RV: '2', MA_NOI_DEN: '01929' } }],
    invalid: [{ why: 'without', record: { MA_LOAI_RV: '2' } }],
  }),
  recordRule({
    name: 'for-transfers-only',
    tables: ['XML1'],
    field: 'MA_NOI_DEN',
    ...ASKED,
    problem: {
      vi: 'Có MA_NOI_DEN nhưng MA_LOAI_RV là {found}, không phải chuyển tuyến',
      en: 'MA_NOI_DEN is present, but MA_LOAI_RV is {found}, which is not a transfer',
    },
    remedy: {
      vi: 'Để trống MA_NOI_DEN, hoặc sửa MA_LOAI_RV thành 2 hoặc 5',
      en: 'Leave MA_NOI_DEN empty, or set MA_LOAI_RV to 2 or 5',
    },
    catalogue: ['ADM-51'],
    standards: SINCE_130,
    evidence: { MA_NOI_DEN: 'text', MA_LOAI_RV: 'code' },
    holds: ({ MA_LOAI_RV }) => MA_LOAI_RV === '2' || MA_LOAI_RV === '5' || broken({ found: MA_LOAI_RV }),
    valid: [{ why: 'a transfer the patient asked for', record: { MA_NOI_DEN: '01929', MA_LOAI_RV: '5' } }],
    invalid: [{ why: 'went home', record: { MA_NOI_DEN: '01929', MA_LOAI_RV: '1' } }],
  }),
  recordRule({
    name: 'required-for-referred-patients',
    tables: ['XML1'],
    field: 'MA_NOI_DI',
    ...ASKED,
    problem: {
      vi: 'MA_DOITUONG_KCB là 1.3 (có phiếu chuyển) nhưng MA_NOI_DI để trống',
      en: 'MA_DOITUONG_KCB is 1.3 (referred), but MA_NOI_DI is empty',
    },
    remedy: {
      vi: 'Ghi mã cơ sở chuyển người bệnh vào MA_NOI_DI',
      en: 'Write the code of the referring facility into MA_NOI_DI',
    },
    catalogue: ['ADM-28'],
    standards: SINCE_4750,
    when: [{ field: 'MA_DOITUONG_KCB', in: ['1.3'] }],
    evidence: { MA_DOITUONG_KCB: 'text' },
    also: { MA_NOI_DI: 'text' },
    holds: ({ MA_NOI_DI }) => MA_NOI_DI !== '',
    valid: [{ why: 'with the facility', record: { MA_DOITUONG_KCB: '1.3', MA_NOI_DI: '01929' } }],
    invalid: [{ why: 'without', record: { MA_DOITUONG_KCB: '1.3' } }],
  }),
  recordRule({
    name: 'not-of-those-who-come-themselves',
    tables: ['XML1'],
    field: 'MA_NOI_DI',
    ...EXPECTED,
    problem: {
      vi: 'MA_DOITUONG_KCB {category} là tự đến nhưng có MA_NOI_DI',
      en: 'MA_DOITUONG_KCB {category} is a visit without a referral, but MA_NOI_DI is present',
    },
    remedy: {
      vi: 'Để trống MA_NOI_DI, hoặc sửa MA_DOITUONG_KCB',
      en: 'Leave MA_NOI_DI empty, or correct MA_DOITUONG_KCB',
    },
    catalogue: ['ADM-29'],
    standards: SINCE_4750,
    when: [
      {
        field: 'MA_DOITUONG_KCB',
        in: ['1.11', '1.12', '1.13', '1.14', '1.15', '1.16', '1.17', '1.18', '3.1', '3.2', '3.3', '3.6'],
      },
    ],
    evidence: { MA_DOITUONG_KCB: 'text' },
    also: { MA_NOI_DI: 'text' },
    holds: ({ MA_DOITUONG_KCB, MA_NOI_DI }) => MA_NOI_DI === '' || broken({ category: MA_DOITUONG_KCB }),
    valid: [{ why: 'from nowhere', record: { MA_DOITUONG_KCB: '3.1' } }],
    invalid: [{ why: 'from a facility', record: { MA_DOITUONG_KCB: '3.1', MA_NOI_DI: '01929' } }],
  }),
  recordRule({
    name: 'not-off-route-where-registered',
    tables: ['XML1'],
    field: 'MA_LYDO_VVIEN',
    ...REFUSED,
    problem: {
      vi: 'MA_LYDO_VVIEN là 3 (trái tuyến) nhưng MA_DKBD là chính cơ sở này',
      en: 'MA_LYDO_VVIEN is 3 (not where the patient is registered), but MA_DKBD is this facility',
    },
    remedy: { vi: 'Kiểm tra lại MA_LYDO_VVIEN và MA_DKBD', en: 'Check MA_LYDO_VVIEN and MA_DKBD' },
    catalogue: ['ADM-42'],
    standards: ['4210'],
    when: [{ field: 'MA_LYDO_VVIEN', in: ['3'] }],
    evidence: { MA_DKBD: 'text', MA_CSKCB: 'text' },
    holds: ({ MA_DKBD, MA_CSKCB }) => MA_DKBD !== MA_CSKCB,
    valid: [{ why: 'elsewhere', record: { MA_LYDO_VVIEN: '3', MA_DKBD: '01929', MA_CSKCB: '01001' } }],
    invalid: [{ why: 'here', record: { MA_LYDO_VVIEN: '3', MA_DKBD: '01001', MA_CSKCB: '01001' } }],
  }),
  recordRule({
    name: 'not-in-future',
    tables: ['XML1'],
    field: 'THANG_QT',
    ...REFUSED,
    problem: {
      vi: 'Kỳ quyết toán {found} sau tháng nhận hồ sơ',
      en: 'The settlement month {found} is later than the month of receipt',
    },
    remedy: { vi: 'Kiểm tra lại NAM_QT và THANG_QT', en: 'Check NAM_QT and THANG_QT' },
    catalogue: ['ADM-57'],
    standards: ALL_STANDARDS,
    evidence: { NAM_QT: 'text', THANG_QT: 'text' },
    holds({ NAM_QT, THANG_QT }, _xml1, _day, received) {
      const month = Number(NAM_QT) * 100 + Number(THANG_QT)
      // A month that there is not has a finding of its own.
      if (!Number.isInteger(month) || !IS_MONTH.test(THANG_QT)) return null
      return month <= Number(received.slice(0, 6)) || broken({ found: `${THANG_QT}/${NAM_QT}` })
    },
    valid: [{ why: 'that month', record: { NAM_QT: '2026', THANG_QT: '3' }, received: '20260301' }],
    invalid: [{ why: 'the next month', record: { NAM_QT: '2026', THANG_QT: '04' }, received: '20260331' }],
  }),
]
