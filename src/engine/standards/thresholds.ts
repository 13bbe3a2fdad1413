import type { Confidence } from '../../kernel/confidence.ts'

/**
 * Figures that change by date: salaries, shares, limits, tolerances. A rule asks for the one of its day and is not evaluated
 * where none is known.
 */
export type Series = {
  /** Unique; in English. */
  readonly name: string
  readonly vi: string
  readonly unit: 'VND' | '%' | 'months' | 'weeks' | 'days' | 'hours' | 'minutes' | 'kg' | 'times'
  /** In the order of their dates, none over another. */
  readonly values: readonly {
    /** ISO dates, both inclusive; null: in force until something else is decided. */
    readonly from: string
    readonly to: string | null
    /** A decimal as text, so that it is exact. */
    readonly value: string
    readonly source: { readonly document: string; readonly place: string; readonly confidence: Confidence }
  }[]
}

/** The first standard of the present kind of tables; formulas and tolerances are not asked about earlier days. */
const FIRST_DAY = '2018-01-01'

const CHECKERS = { document: 'Thực hành giám định', place: 'các bộ kiểm tra đang dùng', confidence: 'medium' } as const
const LAW = { document: 'Luật BHYT', confidence: 'medium' } as const

/** Mức lương cơ sở, from 2025 on also mức tham chiếu. The earlier decrees are remembered, the later figure has one source. */
export const baseSalary = {
  name: 'base-salary',
  vi: 'Mức lương cơ sở (mức tham chiếu)',
  unit: 'VND',
  values: [
    {
      from: '2019-07-01',
      to: '2023-06-30',
      value: '1490000',
      source: { document: 'NĐ 38/2019/NĐ-CP', place: 'Điều 3', confidence: 'low' },
    },
    {
      from: '2023-07-01',
      to: '2024-06-30',
      value: '1800000',
      source: { document: 'NĐ 24/2023/NĐ-CP', place: 'Điều 3', confidence: 'low' },
    },
    {
      from: '2024-07-01',
      to: '2026-06-30',
      value: '2340000',
      source: { document: 'NĐ 73/2024/NĐ-CP', place: 'Điều 3', confidence: 'medium' },
    },
    { from: '2026-07-01', to: null, value: '2530000', source: { ...CHECKERS, place: 'mức lương cơ sở từ 01/07/2026' } },
  ],
} as const satisfies Series

/** An encounter that costs less than this share of the base salary is paid in full. */
export const smallBillShare = {
  name: 'small-bill-share',
  vi: 'Chi phí một lần KCB không phải cùng chi trả, so với mức lương cơ sở',
  unit: '%',
  values: [{ from: '2015-01-01', to: null, value: '15', source: { ...LAW, place: 'Điều 22 khoản 1' } }],
} as const satisfies Series

/** Co-payments of a year beyond so many base salaries end them, after five years of insurance without a gap. */
export const coPaymentMonths = {
  name: 'co-payment-months',
  vi: 'Số tháng lương cơ sở đã cùng chi trả trong năm thì được miễn',
  unit: 'months',
  values: [{ from: '2015-01-01', to: null, value: '6', source: { ...LAW, place: 'Điều 22 khoản 1' } }],
} as const satisfies Series

const cardBenefit = (level: string, value: string): Series => ({
  name: `card-benefit-${level}`,
  vi: `Mức hưởng của thẻ có ký tự thứ ba là ${level}`,
  unit: '%',
  values: [
    {
      from: '2015-12-01',
      to: null,
      value,
      source: { document: 'QĐ 1351/QĐ-BHXH', place: 'Điều 2', confidence: 'high' },
    },
  ],
})

/** By the third character of a card: the share that the fund pays of what is within the benefits. */
export const cardBenefits: Readonly<Record<string, Series>> = {
  '1': cardBenefit('1', '100'),
  '2': cardBenefit('2', '100'),
  '3': cardBenefit('3', '95'),
  '4': cardBenefit('4', '80'),
  '5': cardBenefit('5', '100'),
}

type Step = readonly [from: string, to: string | null, value: string]
const LIST_FROM = '2025-07-01'

const categoryShare = (code: string, scope: string, ...steps: readonly Step[]): Series => ({
  name: `patient-category-${code}-${scope}`,
  vi: `Tỷ lệ của mức hưởng với MA_DOITUONG_KCB ${code}`,
  unit: '%',
  values: steps.map(([from, to, value]) => ({
    from,
    to,
    value,
    source: { document: 'QĐ 3276/QĐ-BYT', place: 'Phụ lục 1', confidence: 'high' },
  })),
})

/** The same for outpatients and inpatients. */
const whole = (code: string, value: string) => {
  const series = categoryShare(code, 'all', [LIST_FROM, null, value])
  return { outpatient: series, inpatient: series }
}
const outpatient = (code: string, ...steps: readonly Step[]) => ({
  outpatient: categoryShare(code, 'outpatient', ...steps),
})
const inpatient = (code: string, value: string) => ({
  inpatient: categoryShare(code, 'inpatient', [LIST_FROM, null, value]),
})
/** Nothing until the middle of 2026, half of it since. */
const HALF_LATER: readonly Step[] = [
  [LIST_FROM, '2026-06-30', '0'],
  ['2026-07-01', null, '50'],
]

/**
 * By MA_DOITUONG_KCB: the share of the card's benefit that is granted, for outpatients and inpatients. A code that is not
 * here, or not for that kind of encounter, has no share that could be checked.
 */
export const categoryShares: Readonly<Record<string, { readonly outpatient?: Series; readonly inpatient?: Series }>> = {
  '1.1': whole('1.1', '100'),
  '1.2': whole('1.2', '100'),
  '1.3': whole('1.3', '100'),
  '1.4': whole('1.4', '100'),
  '1.5': whole('1.5', '100'),
  '1.6': whole('1.6', '100'),
  '1.7': whole('1.7', '100'),
  '1.11': whole('1.11', '100'),
  '1.12': outpatient('1.12', [LIST_FROM, null, '100']),
  '1.13': outpatient('1.13', ...HALF_LATER),
  '1.14': outpatient('1.14', ...HALF_LATER),
  '1.15': inpatient('1.15', '100'),
  '1.16': whole('1.16', '100'),
  '1.17': whole('1.17', '100'),
  '1.18': outpatient('1.18', ...HALF_LATER),
  '2': whole('2', '100'),
  '3.1': { ...outpatient('3.1', [LIST_FROM, null, '0']), ...inpatient('3.1', '40') },
  '3.2': inpatient('3.2', '100'),
  '3.3': whole('3.3', '100'),
  '3.6': inpatient('3.6', '100'),
  '7': whole('7', '100'),
  '9': whole('9', '0'),
}

const practice = (name: string, vi: string, unit: Series['unit'], value: string): Series => ({
  name,
  vi,
  unit,
  values: [{ from: FIRST_DAY, to: null, value, source: CHECKERS }],
})

/** Rounding differs between programs at half a hundredth, and each factor may have been rounded. */
export const lineTolerance = practice('line-tolerance', 'Sai số cho phép của một dòng', 'VND', '0.02')
/** Of the four parts of a line against its amount. */
export const balanceTolerance = practice(
  'balance-tolerance',
  'Sai số cho phép khi cộng các phần của một dòng',
  'VND',
  '0.05',
)
/** Of a total of XML1 against the sum of its lines. */
export const totalTolerance = practice('total-tolerance', 'Sai số cho phép của tổng chi phí', 'VND', '1')

/** A stay shorter than this has no bed day. */
export const shortestStay = practice('shortest-stay', 'Thời gian nội trú ngắn nhất được tính ngày giường', 'hours', '4')
export const heaviestPatient = practice('heaviest-patient', 'Cân nặng lớn nhất hợp lý', 'kg', '200')

/** Times and lengths that checkers look at. */
export const longestExamination = practice(
  'longest-examination',
  'Thời gian dài nhất của một lần khám bệnh',
  'hours',
  '24',
)
export const longestOutpatientCourse = practice(
  'longest-outpatient-course',
  'Số ngày dài nhất thường gặp của một đợt điều trị ngoại trú',
  'days',
  '30',
)
export const longestInpatientStay = practice(
  'longest-inpatient-stay',
  'Số ngày dài nhất thường gặp của một đợt điều trị nội trú',
  'days',
  '90',
)
export const shortestTest = practice(
  'shortest-test',
  'Thời gian ngắn nhất hợp lý của một xét nghiệm, thăm dò chức năng',
  'minutes',
  '3',
)
export const shortestSurgery = practice(
  'shortest-surgery',
  'Thời gian ngắn nhất hợp lý của một phẫu thuật',
  'minutes',
  '15',
)
export const longestSurgery = practice('longest-surgery', 'Thời gian dài nhất hợp lý của một phẫu thuật', 'hours', '24')

const sickLeave = (name: string, vi: string, value: string): Series => ({
  name,
  vi,
  unit: 'days',
  values: [
    {
      from: FIRST_DAY,
      to: null,
      value,
      source: { document: 'QĐ 130/QĐ-BYT', place: 'Bảng 11, SO_NGAY_NGHI', confidence: 'high' },
    },
  ],
})
/** Days that one paper may grant: as a rule, for tuberculosis, and after a pregnancy that ended. */
export const longestSickLeave = sickLeave('longest-sick-leave', 'Số ngày nghỉ tối đa của một giấy', '30')
export const longestTuberculosisLeave = sickLeave(
  'longest-tuberculosis-leave',
  'Số ngày nghỉ tối đa của một giấy khi điều trị lao',
  '180',
)
export const longestPregnancyLeave = sickLeave(
  'longest-pregnancy-leave',
  'Số ngày nghỉ tối đa của một giấy khi sẩy, phá thai, thai chết lưu từ 13 tuần',
  '50',
)
/** Weeks of a pregnancy from which the longer leave is granted. */
export const lateLossWeeks: Series = {
  ...sickLeave('late-loss-weeks', 'Tuổi thai từ đó được nghỉ dài hơn', '13'),
  unit: 'weeks',
}

/** Stays between the shortest with a bed day and this long have less than so many bed days. */
export const shortStay = practice('short-stay', 'Thời gian nội trú được coi là ngắn', 'hours', '24')
export const shortStayBedDays = practice(
  'short-stay-bed-days',
  'Số ngày giường mà đợt nội trú ngắn không đạt tới',
  'days',
  '2',
)
/** So much fewer bed days than nights are let pass: the days of moving from one ward to another. */
export const bedDaySlack = practice('bed-day-slack', 'Số ngày giường thiếu được bỏ qua', 'days', '0.5')
/** From this age on a patient is no child. */
export const endOfChildhood = practice('end-of-childhood', 'Tuổi từ đó không còn là bệnh nhi', 'months', '192')

/** Days that one prescription may cover, save of the long-term diseases. */
export const longestPrescription = practice('longest-prescription', 'Số ngày tối đa của một đơn thuốc', 'days', '30')

/** Amounts beyond which checkers look twice. */
export const highestUnitPrice = practice('highest-unit-price', 'Đơn giá cao bất thường', 'VND', '50000000')
export const highestCoPayment = practice('highest-co-payment', 'Tiền cùng chi trả cao bất thường', 'VND', '10000000')
export const smallestFundShare = practice(
  'smallest-fund-share',
  'Tỷ lệ quỹ chi trả thấp bất thường so với tổng chi phí',
  '%',
  '1',
)

/** Base salaries that the fund pays at most for the supplies of one package. */
export const packageCeilingMonths = {
  name: 'package-ceiling-months',
  vi: 'Số tháng lương cơ sở là trần thanh toán của một gói vật tư y tế',
  unit: 'months',
  values: [
    {
      from: FIRST_DAY,
      to: null,
      value: '45',
      source: { document: 'TT 04/2017/TT-BYT', place: 'theo QĐ 130/QĐ-BYT, Bảng 3, T_TRANTT', confidence: 'high' },
    },
  ],
} as const satisfies Series

const rate = (name: string, vi: string, value: string): Series => ({
  name,
  vi,
  unit: '%',
  values: [
    {
      from: FIRST_DAY,
      to: null,
      value,
      source: { document: 'QĐ 130/QĐ-BYT', place: 'Bảng 3, TYLE_TT_DV', confidence: 'high' },
    },
  ],
})
/** What is paid of a bed by how many lie in it. One checker takes 30 for the third of three. */
export const bedRates: readonly Series[] = [
  rate('bed-rate-alone', 'Tỷ lệ tiền giường khi nằm một mình', '100'),
  rate('bed-rate-two', 'Tỷ lệ tiền giường khi nằm ghép 2 người', '50'),
  rate('bed-rate-three', 'Tỷ lệ tiền giường khi nằm ghép từ 3 người', '33'),
  practice('bed-rate-three-rounded', 'Tỷ lệ tiền giường khi nằm ghép từ 3 người, làm tròn', '%', '30'),
]
/** What is paid of a service that is done alone or first. */
export const fullRate = rate('full-rate', 'Tỷ lệ của dịch vụ thực hiện đầu tiên', '100')

/** Ages by which cards and papers change, and days around them. */
const LAW_OF_CARDS = { ...LAW, place: 'Điều 16' } as const
export const childCardAge = {
  name: 'child-card-age',
  vi: 'Tuổi hết hạn thẻ trẻ em (TE), còn kéo dài đến 30/9 của năm vào lớp một',
  unit: 'months',
  values: [{ from: FIRST_DAY, to: null, value: '72', source: LAW_OF_CARDS }],
} as const satisfies Series
export const oldestPatient = practice('oldest-patient', 'Tuổi lớn nhất hợp lý', 'months', '1560')
export const citizenNumberAge = practice('citizen-number-age', 'Tuổi từ đó phải có số CCCD', 'months', '168')
export const oldestStudent = practice('oldest-student', 'Tuổi từ đó thẻ HS, SV là bất thường', 'months', '312')
export const continuousInsurance = practice(
  'continuous-insurance',
  'Thời gian tham gia BHYT liên tục để được miễn cùng chi trả',
  'months',
  '60',
)
export const cardAfterExpiry = practice(
  'card-after-expiry',
  'Số ngày còn được hưởng sau khi thẻ hết hạn trong đợt điều trị',
  'days',
  '15',
)
export const newbornCategoryDays = practice(
  'newborn-category-days',
  'Số ngày sau sinh còn được coi là điều trị ngay sau sinh',
  'days',
  '5',
)

/** Two examinations of an outpatient lie at least so far apart. */
export const examinationSpacing = practice(
  'examination-spacing',
  'Khoảng cách ngắn nhất hợp lý giữa hai lần khám',
  'minutes',
  '15',
)
export const shortestVisitWithImaging = practice(
  'shortest-visit-with-imaging',
  'Thời gian ngắn nhất hợp lý của một lần khám có chẩn đoán hình ảnh',
  'minutes',
  '10',
)
export const lastOrderOfTest = practice(
  'last-order-of-test',
  'Khoảng cách ngắn nhất hợp lý từ chỉ định cận lâm sàng đến khi ra viện',
  'minutes',
  '5',
)
/** Up to this age a patient is a newborn. */
export const newbornAge = practice('newborn-age', 'Số ngày tuổi còn là trẻ sơ sinh', 'days', '30')

const pregnancy = (name: string, vi: string, value: string): Series => ({
  name,
  vi,
  unit: 'weeks',
  values: [
    {
      from: FIRST_DAY,
      to: null,
      value,
      source: { document: 'QĐ 130/QĐ-BYT', place: 'Bảng 7 và Bảng 11, TUOI_THAI', confidence: 'high' },
    },
  ],
})
export const shortestPregnancy = pregnancy('shortest-pregnancy', 'Tuổi thai nhỏ nhất', '1')
export const longestPregnancy = pregnancy('longest-pregnancy', 'Tuổi thai lớn nhất', '42')

/** Times and counts over several encounters of a person. */
export const splitCourseDays = practice(
  'split-course-days',
  'Số ngày giữa hai đợt ngoại trú cùng bệnh có thể là một đợt bị tách',
  'days',
  '3',
)
export const earlyReturn = practice('early-return', 'Thời gian vào lại sau khi ra viện được coi là sớm', 'hours', '48')
export const chronicVisitSpacing = practice(
  'chronic-visit-spacing',
  'Số ngày ít nhất giữa hai lần khám bệnh mạn tính',
  'days',
  '21',
)
export const chronicVisitsOfYear = practice(
  'chronic-visits-of-year',
  'Số lần khám một bệnh mạn tính trong năm',
  'times',
  '12',
)
export const examinationsOfDay = practice(
  'examinations-of-day',
  'Số lần khám của một người trong ngày ở tất cả các cơ sở',
  'times',
  '3',
)

/** All of them, for the tests and the documents. */
export const allSeries: readonly Series[] = [
  baseSalary,
  smallBillShare,
  coPaymentMonths,
  ...Object.values(cardBenefits),
  ...new Set(Object.values(categoryShares).flatMap(({ outpatient, inpatient }) => [outpatient, inpatient])),
  lineTolerance,
  balanceTolerance,
  totalTolerance,
  shortestStay,
  heaviestPatient,
  longestExamination,
  longestOutpatientCourse,
  longestInpatientStay,
  shortestTest,
  shortestSurgery,
  longestSurgery,
  longestSickLeave,
  longestTuberculosisLeave,
  longestPregnancyLeave,
  lateLossWeeks,
  shortStay,
  shortStayBedDays,
  bedDaySlack,
  endOfChildhood,
  longestPrescription,
  highestUnitPrice,
  highestCoPayment,
  smallestFundShare,
  packageCeilingMonths,
  ...bedRates,
  fullRate,
  childCardAge,
  oldestPatient,
  citizenNumberAge,
  oldestStudent,
  continuousInsurance,
  cardAfterExpiry,
  newbornCategoryDays,
  examinationSpacing,
  shortestVisitWithImaging,
  lastOrderOfTest,
  newbornAge,
  shortestPregnancy,
  longestPregnancy,
  splitCourseDays,
  earlyReturn,
  chronicVisitSpacing,
  chronicVisitsOfYear,
  examinationsOfDay,
].filter((series) => series !== undefined)
