import { detached } from '../../../../kernel/detached.ts'
import { collector, type FactPlace } from '../collector.ts'

const MAX_KEPT = 2000
const EXAMINATION = '13'
const TESTS: ReadonlySet<string> = new Set(['1', '2', '3'])

type Charged = { firstOrder: string; results: Set<string> }
export type Result = { code: string; time: string; place: FactPlace }
type Order = { time: string; place: FactPlace }

/** When services were ordered and answered, in XML3 and XML4, and when the examinations and tests were. */
export const serviceTimes = collector({
  reads: {
    XML3: { MA_DICH_VU: 'text', MA_NHOM: 'code', NGAY_YL: 'moment', NGAY_KQ: 'moment' },
    XML4: { MA_DICH_VU: 'text', NGAY_KQ: 'moment' },
  },
  open: () => {
    const charged = new Map<string, Charged>()
    const results = new Map<string, Result[]>()
    let kept = 0
    let complete = true
    let [firstExamination, lastExamination] = ['', '']
    let firstTest: Order | null = null
    let lastTest: Order | null = null
    const isRoom = (): boolean => {
      complete &&= kept < MAX_KEPT
      kept += 1
      return complete
    }
    return {
      on: {
        XML3({ MA_DICH_VU, MA_NHOM, NGAY_YL, NGAY_KQ }, here) {
          if (MA_NHOM === EXAMINATION) {
            if (NGAY_YL !== '' && (firstExamination === '' || NGAY_YL < firstExamination)) {
              firstExamination = detached(NGAY_YL)
            }
            if (NGAY_KQ > lastExamination) lastExamination = detached(NGAY_KQ)
          } else if (NGAY_YL !== '' && TESTS.has(MA_NHOM)) {
            if (!firstTest || NGAY_YL < firstTest.time) {
              firstTest = { time: detached(NGAY_YL), place: here.place('NGAY_YL') }
            }
            if (!lastTest || NGAY_YL > lastTest.time) {
              lastTest = { time: detached(NGAY_YL), place: here.place('NGAY_YL') }
            }
          }
          if (MA_DICH_VU === '') return
          const known = charged.get(MA_DICH_VU)
          if (!known && !isRoom()) return
          const service = known ?? { firstOrder: detached(NGAY_YL), results: new Set() }
          if (!known) charged.set(detached(MA_DICH_VU), service)
          if (NGAY_YL !== '' && (service.firstOrder === '' || NGAY_YL < service.firstOrder)) {
            service.firstOrder = detached(NGAY_YL)
          }
          if (NGAY_KQ !== '' && !service.results.has(NGAY_KQ) && isRoom()) service.results.add(detached(NGAY_KQ))
        },
        XML4({ MA_DICH_VU, NGAY_KQ }, here) {
          if (MA_DICH_VU === '' || NGAY_KQ === '') return
          const known = results.get(MA_DICH_VU)
          if (known?.some(({ time }) => time === NGAY_KQ) || !isRoom()) return
          const result = { code: detached(MA_DICH_VU), time: detached(NGAY_KQ), place: here.place('NGAY_KQ') }
          if (known) known.push(result)
          else results.set(result.code, [result])
        },
      },
      close: () => ({
        complete,
        charged,
        results: [...results.values()].flat(),
        firstExamination,
        lastExamination,
        firstTest,
        lastTest,
      }),
    }
  },
})
