import type { Standard } from '../field.ts'
import { checkin } from './checkin.ts'
import { xml1 } from './xml1.ts'
import { xml2 } from './xml2.ts'
import { xml3 } from './xml3.ts'
import { xml4 } from './xml4.ts'
import { xml5 } from './xml5.ts'
import { xml6 } from './xml6.ts'
import { xml7 } from './xml7.ts'
import { xml8 } from './xml8.ts'
import { xml9 } from './xml9.ts'
import { xml10 } from './xml10.ts'
import { xml11 } from './xml11.ts'
import { xml12 } from './xml12.ts'

export const qd130: Standard = {
  id: '130',
  document: 'QĐ 130/QĐ-BYT',
  signed: '2023-01-18',
  validFrom: '2023-03-31',
  // Planned; the trial was then kept up to 2024-03-31, so QĐ 4210 stayed in use all the while (high).
  mandatoryFrom: '2023-09-01',
  // The trial ended on 2024-03-31, QĐ 4750 was not demanded before 2024-07-01: the later day (medium).
  acceptedUntil: '2024-06-30',
  tables: {
    CHECKIN: checkin,
    XML1: xml1,
    XML2: xml2,
    XML3: xml3,
    XML4: xml4,
    XML5: xml5,
    XML6: xml6,
    XML7: xml7,
    XML8: xml8,
    XML9: xml9,
    XML10: xml10,
    XML11: xml11,
    XML12: xml12,
  },
}
