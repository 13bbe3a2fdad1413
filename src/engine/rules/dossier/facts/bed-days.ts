import { add, type Decimal } from '../../../record/decimal.ts'
import { detached } from '../../../../kernel/detached.ts'
import { collector, type FactPlace } from '../collector.ts'
import { createSum } from '../sum.ts'

const BEDS: ReadonlySet<string> = new Set(['14', '15', '16'])
const SURGERY = '8'
const MAX_DAYS = 1000
/** Since 2025 the code of a surgical bed has NG, as in `K18.NG2`. */
const SURGICAL_BED = /\.NG\d/

/** Bed days of a dossier: their sum, by day, the place of the first, and whether a surgical bed goes with a surgery. */
export const bedDays = collector({
  reads: { XML3: { MA_NHOM: 'code', SO_LUONG: 'decimal', NGAY_YL: 'day', MA_DICH_VU: 'text' } },
  open: () => {
    const sum = createSum()
    const days = new Map<string, { total: Decimal; place: FactPlace }>()
    let [complete, hasSurgery] = [true, false]
    let first: FactPlace | null = null
    let surgical: FactPlace | null = null
    return {
      on: {
        XML3({ MA_NHOM, SO_LUONG, NGAY_YL, MA_DICH_VU }, here) {
          if (MA_NHOM === SURGERY) hasSurgery = true
          if (!BEDS.has(MA_NHOM)) return
          first ??= here.place('SO_LUONG')
          sum.add(SO_LUONG)
          if (surgical === null && SURGICAL_BED.test(MA_DICH_VU)) surgical = here.place('MA_DICH_VU')
          if (SO_LUONG === null || NGAY_YL === '') return
          const known = days.get(NGAY_YL)
          if (known) days.set(NGAY_YL, { total: add(known.total, SO_LUONG), place: here.place('SO_LUONG') })
          else if (days.size < MAX_DAYS) days.set(detached(NGAY_YL), { total: SO_LUONG, place: here.place('SO_LUONG') })
          else complete = false
        },
      },
      close: () => ({ complete, first, surgical, hasSurgery, days, total: sum.total() }),
    }
  },
})
