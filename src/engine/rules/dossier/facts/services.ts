import { detached } from '../../../../kernel/detached.ts'
import { bareService } from '../../service-codes.ts'
import { collector, type FactPlace, type Here } from '../collector.ts'

/** Different services, and different services with results, of one dossier; long stays have some two hundred. */
const MAX_CODES = 2000

/**
 * The services charged in XML3, and those that XML4 has results of and XML2 has drugs for, each with the place where it is first named;
 * all without what is added to a code.
 */
export const services = collector({
  reads: { XML2: { MA_DICH_VU: 'text' }, XML3: { MA_DICH_VU: 'text' }, XML4: { MA_DICH_VU: 'text' } },
  open: () => {
    const charged = new Set<string>()
    const results = new Map<string, FactPlace>()
    const drugs = new Map<string, FactPlace>()
    let complete = true
    const isRoom = (size: number): boolean => {
      complete &&= size < MAX_CODES
      return size < MAX_CODES
    }
    function note(named: Map<string, FactPlace>, written: string, here: Here): void {
      const code = bareService(written)
      if (code !== '' && !named.has(code) && isRoom(named.size)) named.set(detached(code), here.place('MA_DICH_VU'))
    }
    return {
      on: {
        XML2({ MA_DICH_VU }, here) {
          if (MA_DICH_VU === '') return
          for (const item of MA_DICH_VU.split(';')) note(drugs, item.trim(), here)
        },
        XML3({ MA_DICH_VU }) {
          const code = bareService(MA_DICH_VU)
          if (code !== '' && !charged.has(code) && isRoom(charged.size)) charged.add(detached(code))
        },
        XML4({ MA_DICH_VU }, here) {
          note(results, MA_DICH_VU, here)
        },
      },
      close: () => ({ complete, charged, results, drugs }),
    }
  },
})
