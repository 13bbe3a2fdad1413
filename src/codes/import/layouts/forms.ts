/** What the codes of the lists look like. Sources: the field texts of QĐ 130, 4750, 3176, the annexes of QĐ 7603, 5937, 2010, and lists that were run through. */
import type { CodeForm } from '../layout.ts'

const digits = (count: number, example: string): CodeForm => {
  const pattern = new RegExp(`^\\d{${count}}$`)
  return { pattern, whole: pattern, example }
}

export const TWO_DIGITS = digits(2, '01')
export const THREE_DIGITS = digits(3, '000')
export const FIVE_DIGITS = digits(5, '00004')

/** A technical service with its suffixes, an examination (old and new) or a bed (old and new), transport. */
export const SERVICE: CodeForm = {
  pattern:
    /^(\d{2}\.(\d{4}|\d{3}[a-z])\.\d{4}(_(GT|TB|TT|BS)|\.K\.\d{2}[0-9A-Z]\d{2}|\.SC2)?|\d{2}\.(189[5-9]|1900|\d{2})|K\d{2}\.(19\d{2}|NO[1-3]|NG[1-4])|VC\.\d{2}[0-9A-Z]\d{2})$/,
  // 14.3 was 14.30, but 14.1899 was never longer.
  whole: /^[1-9]\d\.(189[5-9])$/,
  example: '02.1898.1895, 02.03, K03.NO1',
}

export const ICD10: CodeForm = { pattern: /^[A-Z]\d{2}(\.\d{1,2})?[†*+]?$/, whole: null, example: 'A00.0, G01*' }

/** In a number cell 93.9 may have been 93.90 and 9.39 was 09.39; only five characters are whole. */
export const ICD9CM: CodeForm = { pattern: /^\d{2}(\.\d{1,2})?$/, whole: /^[1-9]\d\.\d[1-9]$/, example: '47.09' }

export const DRUG: CodeForm = {
  pattern: /^40\.(\d{1,4}|30\.\d{1,3})$/,
  whole: /^40\.\d{3}[1-9]$/,
  example: '40.48, 40.30.501',
}
export const DRUG_ROUTE: CodeForm = { pattern: /^[1-69]\.\d{2}$/, whole: /^[1-69]\.\d[1-9]$/, example: '2.10' }
export const PREPARATION: CodeForm = { pattern: /^(05C|HD)\.\d{1,3}(\.\d{1,3})?$/, whole: null, example: '05C.224.119' }
export const HERB: CodeForm = { pattern: /^05V\.\d{1,3}(\.\d{1,3})?$/, whole: null, example: '05V.12' }
export const TRADITIONAL_DISEASE: CodeForm = {
  pattern: /^U\d{2}\.\d{3}(\.\d{1,2}){0,2}$/,
  whole: null,
  example: 'U62.392.5',
}
/** The base codes of blood are not public: only their characters are checked. */
export const BLOOD: CodeForm = { pattern: /^[0-9A-Z]+(\.[0-9A-Z]+)*$/, whole: /^[1-9]\d*$/, example: 'X01.KT' }
export const SUPPLY: CodeForm = {
  pattern: /^N\d{2}\.\d{2}\.\d{3}(\.\d+)?(\.\S+)?(\.K\d{2}[0-9A-Z]\d{2})?$/,
  whole: null,
  example: 'N03.01.010',
}
/** The loose form: letters are known in the third place only, but more may come. */
export const FACILITY: CodeForm = { pattern: /^\d{2}[0-9A-Z]{3}$/, whole: /^\d{5}$/, example: '01001' }
export const DEPARTMENT: CodeForm = {
  pattern: /^K\d{2}(\d{2})*(\.\d{1,2})?(\.D\d{2})?$/,
  whole: null,
  example: 'K01, K16.1',
}
/** Seven digits in QĐ 1227; those of QĐ 7603 PL11 differ. */
export const TEST_INDEX: CodeForm = { pattern: /^[0-9A-Z]+(\.[0-9A-Z]+)*$/, whole: /^[1-9]\d{6}$/, example: '1000001' }
/** 1.1 and 1.10 are two categories. */
export const PATIENT_CATEGORY: CodeForm = { pattern: /^\d{1,2}(\.\d{1,2})?$/, whole: null, example: '1.10' }
export const FUEL: CodeForm = {
  pattern: /^((R95[345]|E922|E10|D\d+S\d+)V[12]|XEDIEN)$/,
  whole: null,
  example: 'R953V1',
}
export const HIV_REGIMEN: CodeForm = { pattern: /^(NL|TE)\.\d{2}$/, whole: null, example: 'NL.01' }
export const CARD_GROUP: CodeForm = { pattern: /^[A-Z]{2}$/, whole: null, example: 'TE' }
export const ONE_OR_TWO_DIGITS: CodeForm = { pattern: /^\d{1,2}$/, whole: /^[1-9]\d?$/, example: '7' }
export const OCCUPATION: CodeForm = { pattern: /^(\d{2}|\d{5})$/, whole: /^\d{5}$/, example: '22110' }
/** Short words of capitals and digits: K1, PDB, CĐHH. */
export const WORD: CodeForm = { pattern: /^[0-9A-ZĐ]{1,10}$/, whole: null, example: 'T1' }
