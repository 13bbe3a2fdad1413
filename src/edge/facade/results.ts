/** Answers about what became of files, in the shapes of 917 and 4210: lists that are there also when they are empty. */
import { isIsoDay } from '../../kernel/vietnam-time.ts'
import type { RenderedFinding } from '../../engine/index.ts'
import { Refusal } from '../refusals.ts'
import { dong, findingText, legacyDay, type LegacyAnswer } from './answers.ts'
import { RECEIVED, RECEIVED_TEXT } from './codes.ts'

const CARD_FIELDS = /^(?:MA_THE|GT_THE|MA_DKBD|HO_TEN|NGAY_SINH|GIOI_TINH)/

/** 10 card data · 201 XML · 202 content: codes of the list of errors (917/4210; medium). */
const codeOfError = ({ table, field }: RenderedFinding): string => {
  if (table === null) return '201'
  return field !== null && CARD_FIELDS.test(field) ? '10' : '202'
}

/** Errors with place and remedy. Warnings are left out: clients take whatever is in this list for a refusal. */
export const errorsAnswer = (errors: readonly RenderedFinding[]): LegacyAnswer => ({
  code: RECEIVED,
  body: {
    maKetQua: RECEIVED,
    dsLoi: errors.map((finding) => ({ maLoi: codeOfError(finding), moTaLoi: findingText(finding) })),
  },
})

export type SentDay = {
  readonly day: string
  readonly dossiers: number
  readonly rejected: number
  /** Hundredths of a đồng. */
  readonly amount: number
}

export const daysAnswer = (days: readonly SentDay[]): LegacyAnswer => ({
  code: RECEIVED,
  body: {
    maKetQua: RECEIVED,
    dsKQGuiHosoNgay: days.map(({ day, dossiers, rejected, amount }) => ({
      ngayGui: legacyDay(day),
      tongSo: dossiers,
      soHSThanhCong: dossiers - rejected,
      soHSLoi: rejected,
      tongTien: dong(amount),
    })),
  },
})

export const filesAnswer = (files: readonly (SentDay & { readonly id: string })[]): LegacyAnswer => ({
  code: RECEIVED,
  body: {
    maKetQua: RECEIVED,
    dsHoSo: files.map(({ id, day, dossiers, rejected, amount }) => ({
      ngayGui: legacyDay(day),
      maGiaoDich: id,
      soLuongHoSo: dossiers,
      slHoSoDung: dossiers - rejected,
      slHoSoLoi: rejected,
      tongTien: dong(amount),
      mieuTa: rejected === 0 ? RECEIVED_TEXT : `${rejected} hồ sơ không được tiếp nhận`,
    })),
  },
})

export type LegacyRows = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>

/** The first five tables of one dossier, as they were sent. */
export const dossierAnswer = (rows: LegacyRows): LegacyAnswer => ({
  code: RECEIVED,
  body: {
    maKetQua: RECEIVED,
    hoSoKCB: {
      xml1: rows['XML1']?.[0] ?? {},
      dsXml2: rows['XML2'] ?? [],
      dsXml3: rows['XML3'] ?? [],
      dsXml4: rows['XML4'] ?? [],
      dsXml5: rows['XML5'] ?? [],
    },
  },
})

export const facilityAnswer = (facility: string, province: string, name: string): LegacyAnswer => ({
  code: RECEIVED,
  body: { maKetQua: RECEIVED, maCSKCB: facility, tenCSKCB: name, maTinh: province, diaChi: '' },
})

/** ISO day of `dd/MM/yyyy`, as the guides have it, `ddMMyyyy` or ISO. Throws `parameter-invalid`. */
export function dayIn(parameter: string, text: string): string {
  const [, day, month, year] = /^(\d{1,2})[/-]?(\d{1,2})[/-]?(\d{4})(?:[ T].*)?$/.exec(text) ?? []
  const iso = day === undefined ? text.slice(0, 10) : `${year}-${month?.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (!isIsoDay(iso)) throw new Refusal('parameter-invalid', { parameter, expected: 'dd/MM/yyyy' })
  return iso
}
