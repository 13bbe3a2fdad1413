import { thenRow, thenTotals } from '../follow-up.ts'
import { bedDaySlack, shortestStay, shortStay, shortStayBedDays } from '../../standards/thresholds.ts'
import { compare, formatDecimal, type Decimal } from '../../record/decimal.ts'
import { daysBetween, minutesAt, minutesBetween } from '../elapsed.ts'
import { differenceOf, minus } from '../money.ts'
import { ALL_STANDARDS, EXPECTED, SINCE_130 } from '../rule.ts'
import { thresholdAt } from '../threshold-at.ts'
import { dossierRule, failsAt, HOLDS, notEvaluated, type DossierExample } from './rule.ts'

const INPATIENT = [{ field: 'MA_LOAI_KCB', in: ['03'] }]
const CHECK = thenTotals({
  vi: 'Kiểm tra các dòng ngày giường (MA_NHOM 14, 15, 16), SO_NGAY_DTRI, NGAY_VAO, NGAY_RA; thêm hoặc bỏ dòng ngày giường nếu cần',
  en: 'Check the rows of bed days (MA_NHOM 14, 15, 16), SO_NGAY_DTRI, NGAY_VAO and NGAY_RA; add or leave out bed days where needed',
})
const ONE_DAY: Decimal = { units: 1, scale: 0 }
const stay = { NGAY_VAO: 'moment', NGAY_RA: 'moment' } as const
const surgery = { MA_NHOM: '8', NGUOI_THUC_HIEN: '000002/HNO-CCHN', NGAY_TH_YL: '202610050900', PP_VO_CAM: '1' }
/** From one morning to the next, and its bed day. */
const oneNight = { NGAY_VAO: '202610050800', NGAY_RA: '202610060700' }
const bed = { MA_NHOM: '15', SO_LUONG: '1', NGAY_YL: '202610050900', MA_GIUONG: 'H001' }

/** The same stay in every standard; QĐ 4210 has no NGAY_VAO_NOI_TRU. */
function staying(
  why: string,
  xml1: Readonly<Record<string, string>>,
  XML3: readonly Readonly<Record<string, string>>[],
): readonly DossierExample[] {
  const earlier: DossierExample = {
    why,
    inpatient: true,
    change: { XML1: { ...oneNight, ...xml1 }, XML3 },
    standards: ['4210'],
  }
  const XML1 = { ...oneNight, NGAY_VAO_NOI_TRU: oneNight.NGAY_VAO, ...xml1 }
  return [earlier, { why, inpatient: true, change: { XML1, XML3 }, standards: SINCE_130 }]
}

/** BED: bed days of a whole stay. */
export const bedDossierRules = [
  dossierRule({
    id: 'XML3.SO_LUONG.bed-days-within-SO_NGAY_DTRI',
    table: 'XML3',
    field: 'SO_LUONG',
    ...EXPECTED,
    problem: {
      vi: 'Tổng ngày giường là {found}, SO_NGAY_DTRI là {expected}, chênh {difference}',
      en: 'There are {found} bed days in all, but SO_NGAY_DTRI is {expected}, a difference of {difference}',
    },
    remedy: CHECK,
    catalogue: ['BED-06', 'BED-10'],
    standards: ALL_STANDARDS,
    whenXml1: [{ field: 'MA_LOAI_KCB', in: ['03', '04'] }],
    xml1: { SO_NGAY_DTRI: 'decimal' },
    rests: ['bedDays'],
    evaluate({ bedDays: { total, first } }, { SO_NGAY_DTRI }) {
      if (!total) return notEvaluated('XML3.SO_LUONG')
      if (!first || compare(total, SO_NGAY_DTRI) <= 0) return HOLDS
      return failsAt([{ at: first, params: differenceOf(total, SO_NGAY_DTRI) }])
    },
    valid: [{ why: 'as many', inpatient: true, change: { XML1: { SO_NGAY_DTRI: '1' }, XML3: [bed] } }],
    invalid: [{ why: 'one more', inpatient: true, change: { XML1: { SO_NGAY_DTRI: '1' }, XML3: [bed, bed] } }],
  }),
  dossierRule({
    id: 'XML3.SO_LUONG.bed-days-of-short-stay',
    table: 'XML3',
    field: 'SO_LUONG',
    ...EXPECTED,
    problem: {
      vi: 'Đợt nội trú chưa đến {hours} giờ nhưng có {found} ngày giường, phải ít hơn {limit}',
      en: 'The stay is shorter than {hours} hours, but has {found} bed days; it must have fewer than {limit}',
    },
    remedy: CHECK,
    catalogue: ['BED-08'],
    standards: ALL_STANDARDS,
    whenXml1: INPATIENT,
    xml1: stay,
    rests: ['bedDays'],
    evaluate({ bedDays: { total, first } }, { NGAY_VAO, NGAY_RA }, { day }) {
      const least = minutesAt(shortestStay, day)
      const most = minutesAt(shortStay, day)
      const limit = thresholdAt(shortStayBedDays, day)
      if (!total || !limit || least === null || most === null) return notEvaluated('XML3.SO_LUONG')
      const lasted = minutesBetween(NGAY_VAO, NGAY_RA)
      if (!first || lasted < least || lasted >= most || compare(total, limit.value) < 0) return HOLDS
      const params = { hours: most / 60, found: formatDecimal(total), limit: formatDecimal(limit.value) }
      return failsAt([{ at: first, params }])
    },
    valid: [
      ...staying('one day', {}, [bed]),
      ...staying('four hours and a minute on one day', { NGAY_RA: '202610051201' }, [bed]),
    ],
    invalid: staying('two days', {}, [bed, bed]),
  }),
  dossierRule({
    id: 'XML3.SO_LUONG.bed-days-cover-nights',
    table: 'XML3',
    field: 'SO_LUONG',
    ...EXPECTED,
    problem: {
      vi: 'Tổng ngày giường là {found}, đợt nội trú có {expected} ngày, chênh {difference}',
      en: 'There are {found} bed days in all, but the stay has {expected}, a difference of {difference}',
    },
    remedy: CHECK,
    catalogue: ['BED-09', 'BED-10', 'BED-18'],
    standards: ALL_STANDARDS,
    whenXml1: INPATIENT,
    xml1: stay,
    xml1Also: { NGAY_VAO_NOI_TRU: 'moment' },
    rests: ['bedDays'],
    evaluate({ bedDays: { total, first } }, { NGAY_VAO, NGAY_RA, NGAY_VAO_NOI_TRU }, { day }) {
      const slack = thresholdAt(bedDaySlack, day)
      if (!total || !slack) return notEvaluated('XML3.SO_LUONG')
      // A stay without any bed day is another rule's finding.
      if (!first) return HOLDS
      // A ward that was entered before the arrival is another rule's finding.
      const nights = daysBetween(NGAY_VAO_NOI_TRU < NGAY_VAO ? NGAY_VAO : NGAY_VAO_NOI_TRU, NGAY_RA)
      const expected = { units: Math.max(nights, 1), scale: 0 }
      if (compare(total, minus(expected, slack.value)) >= 0) return HOLDS
      return failsAt([{ at: first, params: differenceOf(total, expected) }])
    },
    valid: [
      ...staying('half a day on the way to another ward', {}, [{ ...bed, SO_LUONG: '0.5' }]),
      ...staying('the patient died: a day more than nights', { KET_QUA_DTRI: '5' }, [
        bed,
        { ...bed, NGAY_YL: '202610060600' },
      ]),
    ],
    invalid: staying('one day of three nights', { NGAY_RA: '202610080700' }, [bed]),
  }),
  dossierRule({
    id: 'XML3.SO_LUONG.one-bed-day-a-day',
    table: 'XML3',
    field: 'SO_LUONG',
    ...EXPECTED,
    problem: {
      vi: 'Ngày {day} có {found} ngày giường, quá 1',
      en: '{day} has {found} bed days, more than 1',
    },
    remedy: thenRow({
      vi: 'Kiểm tra NGAY_YL; nếu chuyển khoa trong ngày thì ghi SO_LUONG 0.5 cho khoa có giá cao nhất và thấp nhất, 0 cho các khoa khác',
      en: 'Check NGAY_YL; on a day in several wards write SO_LUONG 0.5 for the dearest and the cheapest ward, 0 for the others',
    }),
    catalogue: ['BED-11'],
    standards: ALL_STANDARDS,
    rests: ['bedDays'],
    evaluate: ({ bedDays: { days } }) =>
      failsAt(
        [...days].flatMap(([day, { total, place }]) =>
          compare(total, ONE_DAY) > 0 ? [{ at: place, params: { day, found: formatDecimal(total) } }] : [],
        ),
      ),
    valid: [
      {
        why: 'two wards on one day',
        inpatient: true,
        change: {
          XML3: [
            { ...bed, SO_LUONG: '0.5' },
            { ...bed, SO_LUONG: '0.5' },
            { ...bed, SO_LUONG: '0' },
          ],
        },
      },
    ],
    invalid: [
      {
        why: 'a whole day in each ward',
        inpatient: true,
        change: { XML3: [bed, { ...bed, NGAY_YL: '202610051500' }] },
      },
    ],
  }),
  dossierRule({
    id: 'XML3.MA_NHOM.bed-for-inpatients',
    table: 'XML3',
    field: 'MA_NHOM',
    ...EXPECTED,
    problem: {
      vi: 'Hồ sơ nội trú (MA_LOAI_KCB 03) không có ngày giường nào',
      en: 'An inpatient dossier (MA_LOAI_KCB 03) has no bed day',
    },
    remedy: thenTotals({
      vi: 'Thêm các dòng ngày giường, hoặc sửa MA_LOAI_KCB',
      en: 'Add the bed days, or correct MA_LOAI_KCB',
    }),
    catalogue: ['BED-20'],
    standards: ALL_STANDARDS,
    whenXml1: INPATIENT,
    xml1: stay,
    rests: ['bedDays'],
    evaluate({ bedDays: { first } }, { NGAY_VAO, NGAY_RA }, { day }) {
      const least = minutesAt(shortestStay, day)
      if (least === null) return notEvaluated(shortestStay.name)
      return first || minutesBetween(NGAY_VAO, NGAY_RA) < least ? HOLDS : failsAt([{}])
    },
    valid: staying('a bed day', {}, [bed]),
    invalid: staying('an examination only', {}, [{ MA_NHOM: '13' }]),
  }),
  dossierRule({
    id: 'XML3.MA_DICH_VU.surgical-bed-with-surgery',
    table: 'XML3',
    field: 'MA_DICH_VU',
    ...EXPECTED,
    problem: {
      vi: 'Có giường ngoại khoa nhưng hồ sơ không có phẫu thuật (MA_NHOM 8)',
      en: 'There is a surgical bed, but no surgery (MA_NHOM 8) in the dossier',
    },
    remedy: {
      vi: 'Kiểm tra MA_DICH_VU của dòng ngày giường, hoặc thêm dòng phẫu thuật',
      en: 'Check MA_DICH_VU of the bed day, or add the row of the surgery',
    },
    catalogue: ['BED-13'],
    standards: SINCE_130,
    rests: ['bedDays'],
    evaluate: ({ bedDays: { surgical, hasSurgery } }) => failsAt(surgical && !hasSurgery ? [{ at: surgical }] : []),
    valid: [
      {
        why: 'with a surgery',
        inpatient: true,
        change: { XML3: [{ ...bed, MA_DICH_VU: 'K18.NG2' }, surgery] },
      },
      { why: 'no surgical bed', inpatient: true, change: { XML3: [{ ...bed, MA_DICH_VU: 'K03.NO1' }] } },
    ],
    invalid: [{ why: 'without one', inpatient: true, change: { XML3: [{ ...bed, MA_DICH_VU: 'K18.NG2' }] } }],
  }),
]
