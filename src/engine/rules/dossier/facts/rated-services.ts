import { detached } from '../../../../kernel/detached.ts'
import type { Decimal } from '../../../record/decimal.ts'
import { collector, type FactPlace } from '../collector.ts'

const MAX_ROWS = 500
export const SURGERY = '8'
export const EXAMINATION = '13'

export type RatedService = { group: string; day: string; rate: Decimal; place: FactPlace }

/** Surgeries and examinations, each with its day and TYLE_TT_DV. */
export const ratedServices = collector({
  reads: { XML3: { MA_NHOM: 'code', TYLE_TT_DV: 'decimal', NGAY_TH_YL: 'day', NGAY_YL: 'day' } },
  open: () => {
    const rows: RatedService[] = []
    let complete = true
    return {
      on: {
        XML3({ MA_NHOM, TYLE_TT_DV, NGAY_TH_YL, NGAY_YL }, here) {
          if (MA_NHOM !== SURGERY && MA_NHOM !== EXAMINATION) return
          const day = NGAY_TH_YL === '' ? NGAY_YL : NGAY_TH_YL
          if (TYLE_TT_DV === null || day === '') return
          complete &&= rows.length < MAX_ROWS
          if (!complete) return
          rows.push({ group: detached(MA_NHOM), day: detached(day), rate: TYLE_TT_DV, place: here.place('TYLE_TT_DV') })
        },
      },
      close: () => ({ complete, rows }),
    }
  },
})
