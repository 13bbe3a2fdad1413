/**
 * Days off in Việt Nam that fall on a weekday, and Saturdays worked in return, as they held for civil servants. What is fixed by law
 * (Labour Code 2012, article 115; Labour Code 2019, article 112; a holiday on a weekend is made up on the next working day) is `high`
 * where the Government also announced it for that year; the text of the announcements themselves was not at hand.
 */

import type { Confidence } from '../confidence.ts'

export type DaysOff = {
  /** First and last day, ISO, both off; weekends between them are off anyway. */
  readonly from: string
  readonly to: string
  readonly why:
    | 'new-year'
    | 'tet'
    | 'hung-kings'
    | 'reunification'
    | 'labour'
    | 'national-day'
    | 'culture-day'
    | 'exchange'
  readonly confidence: Confidence
}

export type YearOfDaysOff = {
  readonly year: number
  readonly source: string
  readonly off: readonly DaysOff[]
  /** Saturdays worked for a weekday off. */
  readonly worked: readonly { readonly day: string; readonly confidence: Confidence }[]
}

type Reason = DaysOff['why']

const off = (why: Reason, from: string, to: string = from, confidence: Confidence = 'high'): DaysOff => ({
  from,
  to,
  why,
  confidence,
})
const worked = (day: string): YearOfDaysOff['worked'][number] => ({ day, confidence: 'high' })

const LAW_2012 =
  'Bộ luật Lao động 2012, Điều 115; thông báo nghỉ lễ, Tết hằng năm của Bộ Lao động - Thương binh và Xã hội'
const LAW_2019 =
  'Bộ luật Lao động 2019, Điều 112; thông báo nghỉ lễ, Tết hằng năm của Bộ Lao động - Thương binh và Xã hội'
const LAW_2026 = 'Bộ luật Lao động 2019, Điều 112; thông báo nghỉ lễ, Tết hằng năm của Bộ Nội vụ'

export const yearsOfDaysOff: readonly YearOfDaysOff[] = [
  {
    year: 2017,
    source: LAW_2012,
    off: [
      off('new-year', '2017-01-01', '2017-01-02'),
      off('tet', '2017-01-26', '2017-02-01'),
      off('hung-kings', '2017-04-06'),
      off('reunification', '2017-04-30', '2017-05-02'),
      off('national-day', '2017-09-02', '2017-09-04'),
    ],
    worked: [],
  },
  {
    year: 2018,
    source: LAW_2012,
    off: [
      off('new-year', '2018-01-01'),
      off('tet', '2018-02-14', '2018-02-20'),
      off('hung-kings', '2018-04-25'),
      off('reunification', '2018-04-30', '2018-05-01'),
      off('national-day', '2018-09-02', '2018-09-03'),
      off('exchange', '2018-12-31'),
    ],
    worked: [],
  },
  {
    year: 2019,
    source: LAW_2012,
    off: [
      off('new-year', '2019-01-01'),
      off('tet', '2019-02-04', '2019-02-08'),
      off('hung-kings', '2019-04-14', '2019-04-15'),
      off('exchange', '2019-04-29'),
      off('reunification', '2019-04-30', '2019-05-01'),
      off('national-day', '2019-09-02'),
    ],
    worked: [worked('2019-01-05'), worked('2019-05-04')],
  },
  {
    year: 2020,
    source: LAW_2012,
    off: [
      off('new-year', '2020-01-01'),
      off('tet', '2020-01-23', '2020-01-29'),
      off('hung-kings', '2020-04-02'),
      off('reunification', '2020-04-30', '2020-05-01'),
      off('national-day', '2020-09-02'),
    ],
    worked: [],
  },
  {
    year: 2021,
    source: LAW_2019,
    off: [
      off('new-year', '2021-01-01'),
      off('tet', '2021-02-10', '2021-02-16'),
      off('hung-kings', '2021-04-21'),
      off('reunification', '2021-04-30', '2021-05-03'),
      off('national-day', '2021-09-02', '2021-09-03'),
    ],
    worked: [],
  },
  {
    year: 2022,
    source: LAW_2019,
    off: [
      off('new-year', '2022-01-01', '2022-01-03'),
      off('tet', '2022-01-31', '2022-02-04'),
      off('hung-kings', '2022-04-10', '2022-04-11'),
      off('reunification', '2022-04-30', '2022-05-03'),
      off('national-day', '2022-09-01', '2022-09-02'),
    ],
    worked: [],
  },
  {
    year: 2023,
    source: LAW_2019,
    off: [
      off('new-year', '2023-01-01', '2023-01-02'),
      off('tet', '2023-01-20', '2023-01-26'),
      // The tenth of the third month fell on a Saturday, 30 April on a Sunday: both were made up behind 1 May.
      off('hung-kings', '2023-04-29', '2023-05-03'),
      off('national-day', '2023-09-01', '2023-09-04'),
    ],
    worked: [],
  },
  {
    year: 2024,
    source: LAW_2019,
    off: [
      off('new-year', '2024-01-01'),
      off('tet', '2024-02-08', '2024-02-14'),
      off('hung-kings', '2024-04-18'),
      off('exchange', '2024-04-29'),
      off('reunification', '2024-04-30', '2024-05-01'),
      off('national-day', '2024-09-02', '2024-09-03'),
    ],
    worked: [worked('2024-05-04')],
  },
  {
    year: 2025,
    source: LAW_2019,
    off: [
      off('new-year', '2025-01-01'),
      off('tet', '2025-01-27', '2025-01-31'),
      off('hung-kings', '2025-04-07'),
      off('reunification', '2025-04-30', '2025-05-01'),
      off('exchange', '2025-05-02'),
      off('national-day', '2025-09-01', '2025-09-02'),
    ],
    worked: [worked('2025-04-26')],
  },
  {
    year: 2026,
    source: `${LAW_2026}; Nghị quyết 80-NQ/TW (24/11)`,
    off: [
      off('new-year', '2026-01-01'),
      off('exchange', '2026-01-02'),
      off('tet', '2026-02-16', '2026-02-20'),
      off('hung-kings', '2026-04-26', '2026-04-27'),
      off('reunification', '2026-04-30', '2026-05-01'),
      off('exchange', '2026-08-31', '2026-08-31', 'medium'),
      off('national-day', '2026-09-01', '2026-09-02'),
      // Resolution 80-NQ/TW names the day; the law that makes it a paid day off was not found.
      off('culture-day', '2026-11-24', '2026-11-24', 'medium'),
    ],
    worked: [worked('2026-01-10'), { day: '2026-08-22', confidence: 'medium' }],
  },
  {
    year: 2027,
    source: `${LAW_2026}: tính theo luật, chưa thấy thông báo của năm 2027`,
    off: [
      off('new-year', '2027-01-01', '2027-01-01', 'medium'),
      // As in 2024, when the first day of the year was a Saturday too.
      off('tet', '2027-02-04', '2027-02-10', 'low'),
      off('hung-kings', '2027-04-16', '2027-04-16', 'medium'),
      off('reunification', '2027-04-30', '2027-05-03', 'medium'),
      off('national-day', '2027-09-02', '2027-09-03', 'low'),
      off('culture-day', '2027-11-24', '2027-11-24', 'medium'),
    ],
    worked: [],
  },
]
