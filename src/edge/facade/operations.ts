import type { ReadForm } from '../catalogues/read-paper.ts'
import type { Purpose } from '../identity/caller.ts'

/**
 * The paths of the old gateway that HIS call, and what each is for here. Sources: CV 3190/BHXH-CNTT (QĐ 130), CV 1245/BHXH-CNTT (QĐ 4750),
 * the guide to QĐ 3176, CV 497/BHXH-CNTT and CV 1923/BHXH-CNTT (cards), TT 12/2026/TT-BTC (catalogues); 917 and 4210 from programs in use.
 */
export type LegacyOperation =
  | { readonly kind: 'token' }
  /** `loaiHoSo`: the kinds of dossier that the path takes. */
  | { readonly kind: 'dossiers'; readonly purpose: Purpose; readonly loaiHoSo: readonly string[] }
  | { readonly kind: 'results'; readonly list: ResultList }
  | { readonly kind: 'card'; readonly era: CardEra }
  | { readonly kind: 'copayment' }
  | { readonly kind: 'paper'; readonly paper: PaperKind }

export type ResultList = 'days' | 'files' | 'errors' | 'dossier' | 'facility'
/** By the year of the guide; `history`: the visits alone. */
export type CardEra = '917' | '595' | '2018' | '2019' | '2024' | 'history'
export type PaperKind = ReadForm | 'tong-hop' | 'chung-tu' | 'giay-to' | 'gksk'

const dossiers = (purpose: Purpose, ...loaiHoSo: string[]): LegacyOperation => ({
  kind: 'dossiers',
  purpose,
  loaiHoSo,
})
const results = (list: ResultList): LegacyOperation => ({ kind: 'results', list })
const card = (era: CardEra): LegacyOperation => ({ kind: 'card', era })
const paper = (kind: PaperKind): LegacyOperation => ({ kind: 'paper', paper: kind })

/**
 * Paths in lower case, as they are compared. Management data is what is sent at check-in (loaiHoSo 0) and the medical assessment (12); the
 * files for assessment and payment are payment data.
 */
export const legacyPaths: Readonly<Record<string, LegacyOperation>> = {
  '/api/token/take': { kind: 'token' },

  '/api/qd130/checkinkcbqd130': dossiers('management', '0'),
  '/api/qd130/checkinkcbqd4750': dossiers('management', '0'),
  '/api/qd130/checkinkcbqd3176': dossiers('management', '0'),
  '/api/qd130/guihosoxmlqd130': dossiers('payment', '130'),
  '/api/qd130/guihosoxmlqd4750': dossiers('payment', '130', '4750'),
  '/api/qd130/guihosoxmlqd3176': dossiers('payment', '130', '3176'),
  '/api/qd130/guidulieugdykqd130': dossiers('management', '12'),

  '/api/egw/guihosogiamdinh': dossiers('payment', '3'),
  '/api/egw/guihosogiamdinh4210': dossiers('payment', '3'),
  '/api/egw/sendfilehosogiamdinh_zip4210': dossiers('payment', '3'),

  '/api/egw/nhankqtiepnhanhs': results('days'),
  '/api/egw/nhankqtiepnhanhs4210': results('days'),
  '/api/egw/nhanchitiethsngay': results('files'),
  '/api/egw/nhanchitiethsngay4210': results('files'),
  '/api/egw/nhanchitietloihs': results('errors'),
  '/api/egw/nhanchitietloihs4210': results('errors'),
  '/api/egw/nhanhosokcbchitiet': results('dossier'),
  '/api/egw/nhanthongtincskcb': results('facility'),

  '/api/egw/nhanlichsukcb': card('917'),
  '/api/egw/kqnhanlichsukcb595': card('595'),
  '/api/egw/nhanlichsukcb2018': card('2018'),
  '/api/egw/kqnhanlichsukcb2018': card('2018'),
  '/api/egw/kqnhanlichsukcb2019': card('2019'),
  '/api/egw/kqnhanlichsukcb2024': card('2024'),
  '/api/egw/lskcb2025': card('history'),
  '/api/tracuucct/tracuutienmcct': { kind: 'copayment' },

  '/api/danhmucgw/guidanhmuc01_bpcmkbcb': paper('01/DM'),
  '/api/danhmucgw/guidanhmuc02_nlkcb': paper('02/DM'),
  '/api/danhmucgw/guidanhmuc03_dmthuoc': paper('03/DM'),
  '/api/danhmucgw/guidanhmuc04_dmvtyt': paper('04/DM'),
  // Programs in use spell the last two in two ways.
  '/api/danhmucgw/guidanhmuc05_dvkt': paper('05/DM'),
  '/api/danhmucgw/guidanhmuc05_dmdvkt': paper('05/DM'),
  '/api/danhmucgw/guidanhmuc06_dmtbyt': paper('06/DM'),
  '/api/danhmucgw/guidanhmuc06_tbytthdv': paper('06/DM'),

  '/api/egw/guihosotonghop': paper('tong-hop'),
  '/api/hosotonghop7980/guihosotonghop01bh': paper('01/BH'),
  '/api/hsdctt12/guihosodieuchinh09bh': paper('09/BH'),
  '/api/chungtugw/guihosochungtu2025': paper('chung-tu'),
  '/api/hososuckhoe/guigiaytodientu': paper('giay-to'),
  '/api/hssk/gksk': paper('gksk'),
}

/** What a path is compared by: clients join host and path with two slashes, and write capitals as they like. */
const comparable = (path: string): string =>
  path
    .replaceAll(/\/{2,}/g, '/')
    .replace(/\/$/, '')
    .toLowerCase()

/** Whether a path is of the old gateway, known or not. The API of this service has none below /api. */
export const isLegacyPath = (path: string): boolean => `${comparable(path)}/`.startsWith('/api/')

/** What an old path asks for; null: nothing that is known here. */
export const legacyOperation = (path: string): LegacyOperation | null => legacyPaths[comparable(path)] ?? null

/** The most of an unknown path that is kept. */
const MOST_PATH = 100

/** The name by which calls of a path are counted; of an unknown path without digits, which may be somebody's number. */
export function countedName(path: string): string {
  const plain = comparable(path)
  return plain in legacyPaths ? plain : plain.slice(0, MOST_PATH).replaceAll(/\d+/g, '#')
}
