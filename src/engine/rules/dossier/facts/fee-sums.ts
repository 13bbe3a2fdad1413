import { collector } from '../collector.ts'
import { createSum } from '../sum.ts'
import type { Decimal } from '../../../record/decimal.ts'

const FEE_FOR_SERVICE = '1'

/** What the fund pays of the lines that are paid service by service; null where a line does not say it. */
export const feeSums = collector({
  reads: { XML2: { T_BHTT: 'decimal', MA_PTTT: 'code' }, XML3: { T_BHTT: 'decimal', MA_PTTT: 'code' } },
  open: () => {
    const sum = createSum()
    const add = ({ T_BHTT, MA_PTTT }: { T_BHTT: Decimal | null; MA_PTTT: string }): void => {
      if (MA_PTTT === '') sum.add(null)
      else if (MA_PTTT === FEE_FOR_SERVICE) sum.add(T_BHTT)
    }
    return { on: { XML2: add, XML3: add }, close: () => ({ complete: true, total: sum.total() }) }
  },
})
