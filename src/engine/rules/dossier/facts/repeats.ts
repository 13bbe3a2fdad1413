import { collector, type FactPlace } from '../collector.ts'
import { fingerprint } from '../fingerprint.ts'

/** Rows of one kind in a dossier; long stays have some two thousand. */
const MAX_ROWS = 20_000
const MAX_REPEATS = 1000

/** Notes rows that were seen before. */
const createRepeats = () => {
  const seen = new Set<number>()
  const again: FactPlace[] = []
  return {
    again,
    isComplete: () => seen.size < MAX_ROWS && again.length < MAX_REPEATS,
    note(mark: number, place: () => FactPlace): void {
      if (!seen.has(mark)) {
        if (seen.size < MAX_ROWS) seen.add(mark)
      } else if (again.length < MAX_REPEATS) again.push(place())
    },
  }
}

const amounts = { SO_LUONG: 'text', DON_GIA: 'text', NGAY_YL: 'text' } as const

/** Lines and notes that say again what another of their table said: the same thing, ordered at the same minute. */
export const repeats = collector({
  reads: {
    XML3: { ...amounts, MA_DICH_VU: 'text', MA_VAT_TU: 'text', TT_THAU: 'text', DON_GIA_BV: 'text', MA_GIUONG: 'text' },
    XML5: { DIEN_BIEN_LS: 'text', DIEN_BIEN: 'text', THOI_DIEM_DBLS: 'text', NGAY_YL: 'text' },
  },
  open: () => {
    const services = createRepeats()
    const supplies = createRepeats()
    const notes = createRepeats()
    return {
      on: {
        XML3({ MA_DICH_VU, MA_VAT_TU, TT_THAU, NGAY_YL, SO_LUONG, DON_GIA, DON_GIA_BV, MA_GIUONG }, here) {
          // What was given back is written a second time, with a negative quantity.
          if (NGAY_YL === '' || SO_LUONG.startsWith('-')) return
          if (MA_VAT_TU !== '') {
            const mark = fingerprint(MA_VAT_TU, MA_DICH_VU, TT_THAU, NGAY_YL, SO_LUONG, DON_GIA_BV, DON_GIA)
            supplies.note(mark, () => here.place('MA_VAT_TU'))
          } else if (MA_DICH_VU !== '') {
            services.note(fingerprint(MA_DICH_VU, MA_GIUONG, NGAY_YL), () => here.place('MA_DICH_VU'))
          }
        },
        XML5({ DIEN_BIEN_LS, DIEN_BIEN, THOI_DIEM_DBLS, NGAY_YL }, here) {
          const text = DIEN_BIEN_LS === '' ? DIEN_BIEN : DIEN_BIEN_LS
          const moment = THOI_DIEM_DBLS === '' ? NGAY_YL : THOI_DIEM_DBLS
          if (text === '' || moment === '') return
          notes.note(fingerprint(text, moment), () => here.place())
        },
      },
      close: () => ({
        complete: [services, supplies, notes].every((each) => each.isComplete()),
        services: services.again,
        supplies: supplies.again,
        notes: notes.again,
      }),
    }
  },
})
