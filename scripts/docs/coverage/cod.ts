import { type Answers } from './reasons.ts'

const APPROVED = 'needs the names, prices and bids approved for each facility: the centre'
const NO_NAMES = 'rules are not handed the names of the code lists, and a diagnosis is written in words of its own'

/** COD: diagnosis and codes. */
export const cod: Answers = {
  'COD-01': ['XML1.MA_BENH_CHINH.code-known', 'XML1.MA_BENH_CHINH.code-in-force', 'XML1.MA_BENH.code-known'],
  'COD-02': ['XML1.MA_BENH_KT.code-known', 'XML1.MA_BENHKHAC.code-known'],
  'COD-03': ['XML1.MA_BENH_CHINH.form', 'XML1.MA_BENH_KT.form'],
  'COD-04': ['XML1.MA_BENH_YHCT.form', 'XML1.MA_BENH_YHCT.code-known'],
  'COD-05': ['XML1.MA_BENH_CHINH.form'],
  'COD-07': 'no list in hand says which dagger codes belong to which asterisk code',
  'COD-09': 'needs a list that each facility keeps for itself',
  'COD-11': 'which codes may accompany U07.1 is the list of one checker, and none of a decision',
  'COD-12': ['XML3.MA_BENH.code-known', 'XML3.MA_BENH_YHCT.code-known'],
  'COD-13': NO_NAMES,
  'COD-14': ['XML3.MA_DICH_VU.code-known', 'XML3.MA_DICH_VU.code-in-force'],
  'COD-15': APPROVED,
  'COD-16': APPROVED,
  'COD-17': APPROVED,
  'COD-22': ['XML2.MA_THUOC.code-known', 'XML2.MA_THUOC.code-in-force'],
  'COD-23': APPROVED,
  'COD-24': APPROVED,
  'COD-25': APPROVED,
  'COD-27': [
    'XML2.TEN_THUOC.required',
    'XML2.HAM_LUONG.required',
    'XML2.SO_DANG_KY.required',
    'XML2.TT_THAU.required',
    'XML2.DON_VI_TINH.required',
    'XML2.DUONG_DUNG.required',
  ],
  'COD-29': ['XML3.MA_VAT_TU.code-known', 'XML3.MA_VAT_TU.code-in-force'],
  'COD-30': APPROVED,
  'COD-31': APPROVED,
  'COD-32': 'the list of blood products is not in hand: it has no row yet',
  'COD-34': ['XML3.MA_MAY.required', 'XML3.MA_MAY.max-length'],
  'COD-35': 'needs the list of the services that ask for a machine, which only one checker keeps',
  'COD-36': ['*.*.code-in-force'],
}
