import { collector, type FactPlace } from '../collector.ts'
import { fingerprint } from '../fingerprint.ts'

const MAX_LINES = 3000
const MAX_REPEATED = 200
/** Codes of traditional preparations (05C) and herbs (05V). */
const TRADITIONAL = '05'

/** Rows of drugs that are the same in every respect, and the first drug of traditional medicine. */
export const drugLines = collector({
  reads: {
    XML2: {
      MA_THUOC: 'text',
      SO_DANG_KY: 'text',
      TT_THAU: 'text',
      LIEU_DUNG: 'text',
      NGAY_YL: 'text',
      SO_LUONG: 'text',
    },
  },
  open: () => {
    const seen = new Set<number>()
    const repeated: FactPlace[] = []
    let traditional: FactPlace | null = null
    let complete = true
    return {
      on: {
        XML2({ MA_THUOC, SO_DANG_KY, TT_THAU, LIEU_DUNG, NGAY_YL, SO_LUONG }, here) {
          if (MA_THUOC === '') return
          if (traditional === null && MA_THUOC.startsWith(TRADITIONAL)) traditional = here.place('MA_THUOC')
          const line = fingerprint(MA_THUOC, SO_DANG_KY, TT_THAU, NGAY_YL, SO_LUONG, LIEU_DUNG)
          if (seen.has(line)) {
            if (repeated.length < MAX_REPEATED) repeated.push(here.place('MA_THUOC'))
          } else if (seen.size < MAX_LINES) {
            seen.add(line)
          } else {
            complete = false
          }
        },
      },
      close: () => ({ complete, repeated, traditional }),
    }
  },
})
