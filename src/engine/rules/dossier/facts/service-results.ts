import { detached } from '../../../../kernel/detached.ts'
import { bareService } from '../../service-codes.ts'
import { collector, type FactPlace } from '../collector.ts'

/** Different services, and different services with results; long stays have some two hundred. */
const MAX_CODES = 2000
const IMAGING = '2'
const FUNCTION_TEST = '3'
/** Done elsewhere, or begun and broken off. */
const WITHOUT_RESULT = /\.K\.[0-9A-Z]{5}$|_TB$/

/** What XML4 says of a service: the place of its first row, and what any of its rows holds. */
export type ServiceResult = { place: FactPlace; hasValue: boolean; hasDescription: boolean; hasConclusion: boolean }

/**
 * Imaging and function tests of XML3 that have a result by their NGAY_KQ (not those done elsewhere or broken off), and what XML4 says of each service. `unnamed`:
 * a row of XML4 does not say of which service it is.
 */
export const serviceResults = collector({
  reads: {
    XML3: { MA_DICH_VU: 'text', MA_NHOM: 'code', NGAY_KQ: 'moment' },
    XML4: { MA_DICH_VU: 'text', GIA_TRI: 'text', MO_TA: 'text', KET_LUAN: 'text' },
  },
  open: () => {
    const done = new Map<string, FactPlace>()
    const imaging = new Set<string>()
    const results = new Map<string, ServiceResult>()
    let unnamed = false
    let complete = true
    const isRoom = (size: number): boolean => {
      complete &&= size < MAX_CODES
      return size < MAX_CODES
    }
    return {
      on: {
        XML3({ MA_DICH_VU, MA_NHOM, NGAY_KQ }, here) {
          if (MA_DICH_VU === '' || (MA_NHOM !== IMAGING && MA_NHOM !== FUNCTION_TEST)) return
          // What is done elsewhere, or broken off, is described there, or not at all.
          if (WITHOUT_RESULT.test(MA_DICH_VU)) return
          const code = bareService(MA_DICH_VU)
          if (NGAY_KQ !== '' && !done.has(code) && isRoom(done.size)) done.set(detached(code), here.place('MA_DICH_VU'))
          if (MA_NHOM === IMAGING && !imaging.has(code) && isRoom(imaging.size)) imaging.add(detached(code))
        },
        XML4({ MA_DICH_VU, GIA_TRI, MO_TA, KET_LUAN }, here) {
          if (MA_DICH_VU === '') {
            unnamed = true
            return
          }
          const code = bareService(MA_DICH_VU)
          let answer = results.get(code)
          if (!answer) {
            if (!isRoom(results.size)) return
            answer = { place: here.place('MA_DICH_VU'), hasValue: false, hasDescription: false, hasConclusion: false }
            results.set(detached(code), answer)
          }
          answer.hasValue ||= GIA_TRI !== ''
          answer.hasDescription ||= MO_TA !== ''
          answer.hasConclusion ||= KET_LUAN !== ''
        },
      },
      close: () => ({ complete, done, imaging, results, unnamed }),
    }
  },
})
