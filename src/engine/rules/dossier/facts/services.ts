import { detached } from '../../../../kernel/detached.ts'
import { collector, type FactPlace } from '../collector.ts'

/** Different services, and different services with results, of one dossier; long stays have some two hundred. */
const MAX_CODES = 2000

/** The services charged in XML3, and those that XML4 has results of, each with the place of its first result. */
export const services = collector({
  reads: { XML3: { MA_DICH_VU: 'text' }, XML4: { MA_DICH_VU: 'text' } },
  open: () => {
    const charged = new Set<string>()
    const results = new Map<string, FactPlace>()
    let complete = true
    const isRoom = (size: number): boolean => {
      complete &&= size < MAX_CODES
      return size < MAX_CODES
    }
    return {
      on: {
        XML3({ MA_DICH_VU }) {
          if (MA_DICH_VU !== '' && !charged.has(MA_DICH_VU) && isRoom(charged.size)) charged.add(detached(MA_DICH_VU))
        },
        XML4({ MA_DICH_VU }, here) {
          if (MA_DICH_VU !== '' && !results.has(MA_DICH_VU) && isRoom(results.size)) {
            results.set(detached(MA_DICH_VU), here.place('MA_DICH_VU'))
          }
        },
      },
      close: () => ({ complete, charged, results }),
    }
  },
})
