import type { Decimal } from '../../../record/decimal.ts'
import { collector } from '../collector.ts'
import { createSum } from '../sum.ts'

/** Amounts of a line whose totals XML1 repeats: of QĐ 130 on, and of QĐ 4210. */
const amounts = {
  THANH_TIEN_BV: 'decimal',
  THANH_TIEN_BH: 'decimal',
  THANH_TIEN: 'decimal',
  T_BHTT: 'decimal',
  T_BNCCT: 'decimal',
  T_BNTT: 'decimal',
  T_NGUONKHAC: 'decimal',
  T_NGOAIDS: 'decimal',
} as const

export type AmountName = keyof typeof amounts
type Amounts = Readonly<Record<AmountName, Decimal | null>>

const NAMES: readonly AmountName[] = [
  'THANH_TIEN_BV',
  'THANH_TIEN_BH',
  'THANH_TIEN',
  'T_BHTT',
  'T_BNCCT',
  'T_BNTT',
  'T_NGUONKHAC',
  'T_NGOAIDS',
]

/** MA_NHOM of supplies: within the list, and outside it. */
const SUPPLIES: ReadonlySet<string> = new Set(['10', '11'])

const createSums = () => {
  const sums = NAMES.map((name) => ({ name, sum: createSum() }))
  return {
    add(values: Amounts): void {
      for (const { name, sum } of sums) sum.add(values[name])
    },
    total: (name: AmountName): Decimal | null => sums.find((each) => each.name === name)?.sum.total() ?? null,
  }
}

/** Sums over the lines: all drugs, all services and supplies, and of these the supplies alone. null: a line has none. */
export const lineSums = collector({
  reads: { XML2: amounts, XML3: { ...amounts, MA_NHOM: 'code' } },
  open: () => {
    const drugs = createSums()
    const services = createSums()
    const supplies = createSums()
    let lines = 0
    return {
      on: {
        XML2(values) {
          lines += 1
          drugs.add(values)
        },
        XML3(values) {
          lines += 1
          services.add(values)
          if (SUPPLIES.has(values.MA_NHOM)) supplies.add(values)
        },
      },
      close: () => ({ complete: true, lines, drugs: drugs.total, services: services.total, supplies: supplies.total }),
    }
  },
})
