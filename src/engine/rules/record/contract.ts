import type { RecordRule } from './rule.ts'

/** CTR: what the contract with the fund asks of a row. */
export const contractRules: readonly (readonly RecordRule[])[] = []
