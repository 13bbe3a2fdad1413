import { add, toScale, type Decimal } from '../../record/decimal.ts'

/** Money has two places; sums stay plain numbers while they are exact. */
const PLACES = 2

/** An exact running total of amounts; null once one of them could not be read. */
export type Sum = { readonly add: (amount: Decimal | null) => void; readonly total: () => Decimal | null }

export function createSum(): Sum {
  let total: Decimal = { units: 0, scale: PLACES }
  let readable = true
  return {
    add(amount) {
      if (amount === null) {
        readable = false
        return
      }
      const { units } = amount.scale < PLACES ? toScale(amount, PLACES) : amount
      if (
        amount.scale <= PLACES &&
        total.scale === PLACES &&
        typeof units === 'number' &&
        typeof total.units === 'number'
      ) {
        const sum = total.units + units
        if (Number.isSafeInteger(sum)) {
          total = { units: sum, scale: PLACES }
          return
        }
      }
      total = add(total, amount)
    },
    total: () => (readable ? total : null),
  }
}
