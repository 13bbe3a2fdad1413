import { detached } from '../../../../kernel/detached.ts'
import { collector, type FactPlace } from '../collector.ts'

const MAX_EXAMINATIONS = 200
const EXAMINATION = '13'
const IMAGING = '2'

/** NGAY_YL is '' where it is absent or no moment. */
export type Examination = { time: string; place: FactPlace }

/** The examinations of a dossier, and whether there was any imaging. */
export const examinations = collector({
  reads: { XML3: { MA_NHOM: 'code', NGAY_YL: 'moment' } },
  open: () => {
    const rows: Examination[] = []
    let hasImaging = false
    let complete = true
    return {
      on: {
        XML3({ MA_NHOM, NGAY_YL }, here) {
          if (MA_NHOM === IMAGING) hasImaging = true
          if (MA_NHOM !== EXAMINATION) return
          complete &&= rows.length < MAX_EXAMINATIONS
          if (complete) rows.push({ time: detached(NGAY_YL), place: here.place('NGAY_YL') })
        },
      },
      close: () => ({ complete, rows, hasImaging }),
    }
  },
})
