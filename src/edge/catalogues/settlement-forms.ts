/**
 * The summary of a month and the corrections of an assessed dossier, 01/BH and 09/BH (TT 12/2026/TT-BTC, annex I): how they travel and what each
 * part holds. The names are those of programs that the gateway took (high); what must be filled in the annex does not say field by field, so
 * but for what says whose file it is and of which dossier an empty field is a warning.
 */
import type { FormField, FormPart, PaperForm } from './form.ts'

export const SETTLEMENT_FORMS = ['01/BH', '09/BH'] as const
export type SettlementForm = (typeof SETTLEMENT_FORMS)[number]

const part = (
  path: string,
  fields: readonly FormField[],
  more: Partial<FormPart> & Pick<FormPart, 'count'>,
): FormPart => ({ isRow: false, key: [], equations: [], allowed: {}, unread: null, ...more, paths: [path], fields })

const AMOUNT_CHARACTERS = 15
const amount = (name: string): FormField => [name, 'number', AMOUNT_CHARACTERS, 'asked']

export const SETTLEMENTS: Readonly<Record<SettlementForm, PaperForm>> = {
  '01/BH': {
    roots: ['HSTH01BH'],
    parts: [
      part(
        'HSTH01BH/DS_CHITIET/CHITIET_HS01BH',
        [
          ['STT', 'text', 10, 'asked'],
          ['HO_TEN', 'text', 255, 'asked'],
          ['NGAY_SINH', 'text', 12, 'asked'],
          ['GIOI_TINH', 'text', 1, 'asked'],
          ['MA_THE_BHYT', 'text', 15, 'asked'],
          ['MA_BENH_CHINH', 'text', 7, 'asked'],
          ['NGAY_VAO', 'moment', 12, 'asked'],
          ['NGAY_VAO_NOI_TRU', 'moment', 12, 'free'],
          ['NGAY_RA', 'moment', 12, 'asked'],
          ['SO_NGAY_DTRI', 'text', 3, 'asked'],
          ['MA_LOAI_KCB', 'number', 2, 'asked'],
          amount('T_TONGCHI_BV'),
          amount('T_TONGCHI_BH'),
          amount('T_BHTT'),
          amount('T_BNCCT'),
          amount('T_BNTT'),
          amount('T_NGUONKHAC'),
          ['MA_CSKCB', 'text', 5, 'refused'],
          ['NAM_QT', 'number', 4, 'refused'],
          ['THANG_QT', 'number', 2, 'refused'],
        ],
        {
          count: 'some',
          isRow: true,
          key: ['MA_THE_BHYT', 'NGAY_VAO', 'NGAY_RA', 'MA_LOAI_KCB'],
          equations: [
            ['T_TONGCHI_BV', 'T_TONGCHI_BH', 'T_NGUONKHAC', 'T_BNTT'],
            ['T_TONGCHI_BH', 'T_BHTT', 'T_BNCCT'],
          ],
        },
      ),
    ],
  },
  '09/BH': {
    roots: ['HOSO_DIEUCHINH_GD'],
    parts: [
      part(
        'HOSO_DIEUCHINH_GD/TT_HOSO/TT_MAU',
        [
          ['MAU_SO', 'text', null, 'asked'],
          ['MA_CSKCB', 'text', 5, 'refused'],
          ['NGUOILAPBIEU', 'text', null, 'asked'],
          ['THUTRUONG_DV', 'text', null, 'asked'],
          ['NGAYTHANGNAM', 'text', null, 'asked'],
        ],
        { count: 'one', allowed: { MAU_SO: ['09/BH'] } },
      ),
      part(
        'HOSO_DIEUCHINH_GD/TT_HOSO/TT_XML1',
        [
          ['XML1_ID', 'text', null, 'asked'],
          ['MA_LK', 'text', null, 'refused'],
          ['MA_BN', 'text', null, 'asked'],
          ['HO_TEN', 'text', 255, 'asked'],
          ['MA_THE', 'text', null, 'asked'],
          ['NGAY_VAO', 'moment', 12, 'asked'],
          ['NGAY_RA', 'moment', 12, 'asked'],
          ['KY_QT', 'month', 6, 'asked'],
          ['TRANGTHAI', 'text', 1, 'refused'],
        ],
        { count: 'one', allowed: { TRANGTHAI: ['1', '2'] } },
      ),
      part(
        'HOSO_DIEUCHINH_GD/TT_HOSO/TT_DIEUCHINH/DS_XML1_DIEUCHINH/TT_XML1_DC',
        [
          ['STT', 'text', null, 'asked'],
          ['TRUONG_TT_GOC', 'text', null, 'asked'],
          ['TT_GOC', 'text', null, 'free'],
          ['TRUONG_TT_DIEUCHINH', 'text', null, 'asked'],
          ['TT_DIEUCHINH', 'text', null, 'free'],
          ['LYDO_DIEUCHINH', 'text', null, 'asked'],
        ],
        { count: 'any', isRow: true },
      ),
      part(
        'HOSO_DIEUCHINH_GD/TT_HOSO/TT_DIEUCHINH/DSCP_DIEUCHINH/CHIPHI',
        [
          ['STT', 'text', null, 'asked'],
          ['SOBANG_XML', 'text', 1, 'asked'],
          ['ID_CP', 'text', null, 'asked'],
          ['STT_XML', 'text', null, 'asked'],
          ['NGAY_YL', 'text', 12, 'asked'],
          ['TRANGTHAI', 'text', 1, 'asked'],
          ['TRUONG_TT_GOC', 'text', null, 'asked'],
          ['TT_GOC', 'text', null, 'free'],
          ['LYDO', 'text', null, 'free'],
          ['TUCHOI', 'text', null, 'free'],
          ['TRUONG_TT_DIEUCHINH', 'text', null, 'asked'],
          ['TT_DIEUCHINH', 'text', null, 'free'],
          ['LYDO_DIEUCHINH', 'text', null, 'asked'],
        ],
        { count: 'any', isRow: true, allowed: { SOBANG_XML: ['2', '3'] } },
      ),
    ],
  },
}
