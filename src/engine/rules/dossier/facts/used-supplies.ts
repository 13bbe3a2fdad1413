import { detached } from '../../../../kernel/detached.ts'
import { collector, type FactPlace } from '../collector.ts'

const MAX_KEPT = 2000

/** Supplies that name the service they were used in, one for each service and day, and the days of the services. */
export const usedSupplies = collector({
  reads: { XML3: { MA_DICH_VU: 'text', MA_VAT_TU: 'text', NGAY_YL: 'day' } },
  open: () => {
    const services = new Map<string, Set<string>>()
    const supplies = new Map<string, Map<string, FactPlace>>()
    let kept = 0
    let complete = true
    const isRoom = (): boolean => {
      complete &&= kept < MAX_KEPT
      kept += 1
      return complete
    }
    return {
      on: {
        XML3({ MA_DICH_VU, MA_VAT_TU, NGAY_YL }, here) {
          if (MA_DICH_VU === '') return
          if (MA_VAT_TU === '') {
            const days = services.get(MA_DICH_VU)
            if (days?.has(NGAY_YL) || !isRoom()) return
            if (days) days.add(detached(NGAY_YL))
            else services.set(detached(MA_DICH_VU), new Set([detached(NGAY_YL)]))
            return
          }
          const days = supplies.get(MA_DICH_VU)
          if (days?.has(NGAY_YL) || !isRoom()) return
          const place = here.place('MA_DICH_VU')
          if (days) days.set(detached(NGAY_YL), place)
          else supplies.set(detached(MA_DICH_VU), new Map([[detached(NGAY_YL), place]]))
        },
      },
      close: () => ({ complete, services, supplies }),
    }
  },
})
