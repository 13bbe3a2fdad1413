import type { CodeKind, Form } from './field.ts'

/**
 * Forms that a text must have. The annex describes nearly all of them in prose, so they are asked for `by: 'annex'`;
 * `by: 'gateway'` only where the gateway's sheet for QĐ 4750 states the form itself (its sheet for QĐ 130 states none).
 */

/** The third character of newer codes may be a letter; `…000` stands for the province of a temporary card. */
export const facilityCode = {
  regex: '^\\d{2}[0-9A-Z]\\d{2}$',
  vi: '5 ký tự mã cơ sở KCB',
  en: 'a 5-character facility code',
  by: 'annex',
} as const satisfies Form

/** Cards printed since 01/04/2021 show the 10-digit social insurance number only. */
export const cardNumber = {
  regex: '^([A-Z]{2}[1-5]\\d{12}|\\d{10})$',
  vi: '15 ký tự mã thẻ BHYT (2 chữ in hoa, 1 chữ số mức hưởng từ 1 đến 5, 12 chữ số) hoặc 10 chữ số mã số BHXH',
  en: 'a 15-character card number (2 capital letters, a benefit digit from 1 to 5, 12 digits) or a 10-digit social insurance number',
  by: 'annex',
} as const satisfies Form

/** QĐ 4210 ended before cards without group and benefit digit were sent: its files have whole card numbers. */
export const wholeCardNumber = {
  regex: '^[A-Z]{2}[1-5]\\d{12}$',
  vi: '15 ký tự mã thẻ BHYT (2 chữ in hoa, 1 chữ số mức hưởng từ 1 đến 5, 12 chữ số)',
  en: 'a 15-character card number (2 capital letters, a benefit digit from 1 to 5, 12 digits)',
  by: 'annex',
} as const satisfies Form

/** The card of a newborn: group TE, benefit 1, province, ten digits (one sheet, and the exporters that follow it). */
export const newbornCardNumber = {
  regex: '^TE1\\d{12}$',
  vi: '15 ký tự, bắt đầu bằng TE1 và mã tỉnh, ví dụ TE1010000000000',
  en: '15 characters that begin with TE1 and the province, such as TE1010000000000',
  by: 'annex',
} as const satisfies Form

/**
 * A service that another facility carries out: its code ends in `.K.` and that facility. Also where the facility is written wrongly, which
 * is a finding of its own (`facility-that-did-it`): it is not done here all the same.
 */
export const doneElsewhere = {
  regex: '\\.[Kk](\\.[0-9A-Za-z]*)?$',
  vi: 'dịch vụ chuyển cơ sở khác thực hiện (.K.)',
  en: 'a service done at another facility (.K.)',
} as const satisfies CodeKind

/** Cards of the armed forces, of officials abroad and in communes: no look-up gives their last day. */
export const withoutLastDay = {
  regex: '^(?:QN|HC|LS|XK|CY|CA)',
  vi: 'thẻ QN, HC, LS, XK, CY, CA',
  en: 'a card QN, HC, LS, XK, CY or CA',
} as const satisfies CodeKind

/** Oxygen is bought without a bid. */
export const oxygen = '40.17'

export const citizenNumber = {
  regex: '^(\\d{9}|\\d{12}|[A-Z]\\d{7})$',
  vi: '9 hoặc 12 chữ số, hoặc 1 chữ in hoa và 7 chữ số',
  en: '9 or 12 digits, or 1 capital letter and 7 digits',
  by: 'gateway',
} as const satisfies Form

export const socialInsuranceNumber = {
  regex: '^(?!0+$)\\d+$',
  vi: 'dãy chữ số, không phải toàn số 0',
  en: 'digits that are not all zero',
  by: 'gateway',
} as const satisfies Form

/** Under QĐ 4750 the head of the facility is named by the social insurance number; QĐ 3176 turns to the licence. */
export const tenDigits = {
  regex: '^\\d{10}$',
  vi: '10 chữ số',
  en: '10 digits',
  by: 'gateway',
} as const satisfies Form

/** Dagger and asterisk belong to the code; some systems write `+` for the dagger. */
export const icd10Code = {
  regex: '^[A-Z]\\d{2}(\\.\\d{1,2})?[†*+]?$',
  vi: 'mã ICD-10, ví dụ A00 hoặc A00.0',
  en: 'an ICD-10 code such as A00 or A00.0',
  by: 'annex',
} as const satisfies Form

export const icd9cmCode = {
  regex: '^\\d{2}(\\.\\d{1,2})?$',
  vi: 'mã ICD-9-CM, ví dụ 47.09',
  en: 'an ICD-9-CM code such as 47.09',
  by: 'annex',
} as const satisfies Form

export const traditionalDiseaseCode = {
  regex: '^U\\d{2}\\.\\d{3}(\\.\\d{1,2})?$',
  vi: 'mã bệnh y học cổ truyền, ví dụ U50.011',
  en: 'a traditional medicine disease code such as U50.011',
  by: 'annex',
} as const satisfies Form

/** `1.1` and `1.10` are different codes. */
export const patientCategoryCode = {
  regex: '^\\d{1,2}(\\.\\d{1,2})?$',
  vi: 'mã đối tượng đến KCB, ví dụ 1.1 hoặc 2',
  en: 'a patient category such as 1.1 or 2',
  by: 'annex',
} as const satisfies Form

/** Two digits since QĐ 824/QĐ-BYT (2023); a text only since QĐ 4750. */
export const encounterTypeCode = {
  regex: '^\\d{2}$',
  vi: '2 chữ số, ví dụ 01',
  en: '2 digits such as 01',
  by: 'annex',
} as const satisfies Form

/** C moved drugs, K tests done elsewhere, M blood kits; QĐ 4750 adds HC, written H under QĐ 3176. */
export const drugFacilityCode = {
  regex: '^(C|K|M|HC|H)\\.\\d{2}[0-9A-Z]\\d{2}$',
  vi: 'C., K., M., HC. hoặc H. và 5 ký tự mã cơ sở KCB',
  en: 'C., K., M., HC. or H. and a 5-character facility code',
  by: 'annex',
} as const satisfies Form

export const bedCode = {
  regex: '^[HTCK]\\d{3}$',
  vi: 'H, T, C hoặc K và 3 chữ số',
  en: 'H, T, C or K and 3 digits',
  by: 'annex',
} as const satisfies Form

/** The annex gives 3 characters (G1 to G99), the gateway counts to G999. */
export const packageNumber = {
  regex: '^G\\d{1,3}$',
  vi: 'G và số thứ tự gói, ví dụ G1',
  en: 'G and the number of the package such as G1',
  by: 'annex',
} as const satisfies Form

export const weight = {
  regex: '^\\d+(\\.\\d{1,2})?$',
  vi: 'số kg với tối đa 2 chữ số thập phân, dấu chấm',
  en: 'kilograms with at most 2 decimals after a point',
  by: 'annex',
} as const satisfies Form

export const year = {
  regex: '^\\d{4}$',
  vi: 'năm gồm 4 chữ số',
  en: 'a 4-digit year',
  by: 'annex',
} as const satisfies Form

export const month = {
  regex: '^(0?[1-9]|1[0-2])$',
  vi: 'tháng từ 1 đến 12',
  en: 'a month from 1 to 12',
  by: 'annex',
} as const satisfies Form
