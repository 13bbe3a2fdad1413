import { detached } from '../../../../kernel/detached.ts'
import { collector, type FactPlace } from '../collector.ts'
import { createSum, type Sum } from '../sum.ts'

const MAX_PACKAGES = 200

/** What the fund pays for each package of supplies (GOI_VTYT), with the place of its first line. */
export const packages = collector({
  reads: { XML3: { GOI_VTYT: 'text', T_BHTT: 'decimal' } },
  open: () => {
    const sums = new Map<string, { sum: Sum; place: FactPlace }>()
    let complete = true
    return {
      on: {
        XML3({ GOI_VTYT, T_BHTT }, here) {
          if (GOI_VTYT === '') return
          const known = sums.get(GOI_VTYT)
          if (known) {
            known.sum.add(T_BHTT)
          } else if (sums.size < MAX_PACKAGES) {
            const sum = createSum()
            sum.add(T_BHTT)
            sums.set(detached(GOI_VTYT), { sum, place: here.place('GOI_VTYT') })
          } else {
            complete = false
          }
        },
      },
      close: () => ({
        complete,
        paid: [...sums].map(([name, { sum, place }]) => ({ name, total: sum.total(), place })),
      }),
    }
  },
})
