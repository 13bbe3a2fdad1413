import type { Standard } from '../field.ts'
import { xml1 } from './xml1.ts'
import { xml2 } from './xml2.ts'
import { xml3 } from './xml3.ts'
import { xml4 } from './xml4.ts'
import { xml5 } from './xml5.ts'

/**
 * Five tables; the lists are roots of their own, without the CHITIEU_… element around them that QĐ 130 brought.
 * No public text of its annex was found: names and order are certain, most sizes are of medium or low confidence.
 * `by: 'gateway'` is used only where the gateway's sheet for QĐ 4750 says that the demand is the one of QĐ 4210.
 */
export const qd4210: Standard = {
  id: '4210',
  document: 'QĐ 4210/QĐ-BYT',
  signed: '2017-09-20',
  // The days in force were not found (low): the day of signing, so that no old file is refused for its date.
  validFrom: '2017-09-20',
  mandatoryFrom: '2017-09-20',
  acceptedUntil: '2024-06-30',
  tables: { XML1: xml1, XML2: xml2, XML3: xml3, XML4: xml4, XML5: xml5 },
}
