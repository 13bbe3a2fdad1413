import type { Field, Requirement } from './field.ts'
import {
  encounterTypeCode,
  facilityCode,
  icd10Code,
  icd9cmCode,
  patientCategoryCode,
  traditionalDiseaseCode,
} from './forms.ts'

/** Fields and parts of fields that are the same in many tables. */

/** The gateway refuses a row without the value. */
export const gateway = { by: 'gateway' } as const satisfies Requirement

/** The annex asks for the value. */
export const annex = { by: 'annex' } as const satisfies Requirement

/** yyyymmdd */
export const day = { type: 'date', length: 8 } as const satisfies Partial<Field>

/** yyyymmddHHMM */
export const moment = { type: 'datetime', length: 12 } as const satisfies Partial<Field>

/** A code of one digit out of a list that the table gives. */
export const digit = { type: 'number', length: 1 } as const satisfies Partial<Field>

export const dossierKey = {
  vi: 'Mã đợt khám bệnh, điều trị',
  type: 'text',
  length: 100,
  required: gateway,
} as const satisfies Field

export const lineNumber = {
  vi: 'Số thứ tự trong lần gửi',
  type: 'number',
  length: 10,
  decimals: 0,
  required: gateway,
} as const satisfies Field

export const reserve = { vi: 'Dữ liệu dự phòng', type: 'text' } as const satisfies Field

export const money = {
  type: 'number',
  length: 15,
  decimals: 2,
  required: gateway,
} as const satisfies Partial<Field>

export const unitPrice = { ...money, decimals: 3 } as const satisfies Partial<Field>

export const quantity = { ...money, length: 10, decimals: 3 } as const satisfies Partial<Field>

/** Whole per cent, 0 to 100. */
export const percent = { ...money, length: 3, decimals: 0 } as const satisfies Partial<Field>

/** Drugs (hoạt chất), traditional preparations, herbs and blood share one element. */
export const medicines = ['drugs', 'traditional-preparations', 'herbs', 'blood'] as const

export const facility = { form: facilityCode, codeList: ['facilities'] } as const satisfies Partial<Field>
export const icd10 = { form: icd10Code, codeList: ['icd10'] } as const satisfies Partial<Field>
export const icd9cm = { form: icd9cmCode, codeList: ['icd9cm'] } as const satisfies Partial<Field>
export const traditionalDisease = {
  form: traditionalDiseaseCode,
  codeList: ['traditional-diseases'],
} as const satisfies Partial<Field>
export const patientCategory = {
  form: patientCategoryCode,
  codeList: ['patient-categories'],
} as const satisfies Partial<Field>
export const encounterType = {
  form: encounterTypeCode,
  codeList: ['encounter-types'],
} as const satisfies Partial<Field>

/** Practitioners are named by their codes, several when they worked together. */
export const staff = { type: 'text', length: 255, separator: ';', identifies: true } as const satisfies Partial<Field>

/** Signs for the facility, or the one who was empowered to. */
export const headOfFacility = {
  vi: 'Mã người đứng đầu cơ sở hoặc người được ủy quyền',
  type: 'text',
  length: 10,
  identifies: true,
} as const satisfies Field
