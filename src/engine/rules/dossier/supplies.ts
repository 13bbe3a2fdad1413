import { thenTotals } from '../follow-up.ts'
import { ALL_STANDARDS, EXPECTED, REFUSED } from '../rule.ts'
import { dossierRule, failsAt } from './rule.ts'

const supply = { MA_VAT_TU: 'N03.01.070', TEN_VAT_TU: 'Bơm tiêm', MA_NHOM: '10', TT_THAU: '00.01;G1;N1;2026' }
const used = { ...supply, MA_DICH_VU: '18.0015.0001', NGAY_YL: '202610050830' }
/** The fourth of the correct rows is such a service. */
const service = { MA_DICH_VU: '18.0015.0001', NGAY_YL: '202610050840' }

/** VTY: supplies and the services they were used in. */
export const supplyDossierRules = [
  dossierRule({
    id: 'XML3.MA_DICH_VU.service-of-supply',
    table: 'XML3',
    field: 'MA_DICH_VU',
    ...REFUSED,
    problem: {
      vi: 'MA_DICH_VU của vật tư ghi dịch vụ {code}, nhưng XML3 không có dòng nào của dịch vụ này',
      en: 'MA_DICH_VU of a supply names the service {code}, but XML3 has no row of that service',
    },
    remedy: thenTotals({
      vi: 'Để trống MA_DICH_VU nếu vật tư không dùng trong phẫu thuật, thủ thuật; nếu không thì sửa MA_DICH_VU, hoặc thêm dòng dịch vụ',
      en: 'Leave MA_DICH_VU empty if the supply was not used in a procedure; else correct MA_DICH_VU, or add the row of the service',
    }),
    catalogue: ['VTY-01'],
    standards: ALL_STANDARDS,
    rests: ['usedSupplies'],
    evaluate: ({ usedSupplies: { services, supplies } }) =>
      failsAt(
        [...supplies].flatMap(([code, days]) =>
          services.has(code) ? [] : [...days.values()].map((at) => ({ at, params: { code } })),
        ),
      ),
    valid: [
      { why: 'its service is there', change: { XML3: [{}, {}, {}, service, used] } },
      { why: 'used in no procedure', change: { XML3: [{ ...used, MA_DICH_VU: '' }] } },
    ],
    invalid: [{ why: 'its service is not there', change: { XML3: [used] } }],
  }),
  dossierRule({
    id: 'XML3.MA_DICH_VU.service-of-supply-that-day',
    table: 'XML3',
    field: 'MA_DICH_VU',
    ...EXPECTED,
    problem: {
      vi: 'Vật tư dùng cho dịch vụ {code} có NGAY_YL {day}, nhưng ngày đó không có y lệnh của dịch vụ này',
      en: 'A supply for the service {code} was ordered on {day}, but that service was not ordered on that day',
    },
    remedy: {
      vi: 'Kiểm tra lại NGAY_YL của vật tư và của dịch vụ',
      en: 'Check NGAY_YL of the supply and of the service',
    },
    catalogue: ['VTY-01'],
    standards: ALL_STANDARDS,
    rests: ['usedSupplies'],
    evaluate: ({ usedSupplies: { services, supplies } }) =>
      failsAt(
        [...supplies].flatMap(([code, days]) => {
          const ordered = services.get(code)
          // A service that is nowhere, or has no day, is another rule's finding.
          if (!ordered || ordered.has('')) return []
          return [...days].flatMap(([day, at]) =>
            day === '' || ordered.has(day) ? [] : [{ at, params: { code, day } }],
          )
        }),
      ),
    valid: [{ why: 'the same day', change: { XML3: [{}, {}, {}, service, used] } }],
    invalid: [{ why: 'the day after', change: { XML3: [{}, {}, {}, service, { ...used, NGAY_YL: '202610060830' }] } }],
  }),
]
