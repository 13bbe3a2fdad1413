import type { RowsOf } from './row.ts'

/** CLS: laboratory and imaging. */
export const cls: RowsOf<'CLS'> = {
  'CLS-01': {
    asks: 'MA_DICH_VU of a result is filled, listed and ordered in XML3.',
    source: 'Q',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CLS-02': {
    asks: 'Imaging has MO_TA and KET_LUAN.',
    source: 'Q, CH CDHA_35',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'CLS-03': {
    asks: 'A result has a listed MA_CHI_SO and TEN_CHI_SO.',
    source: 'QS 1274/1276',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CLS-04': {
    asks: 'A test that was ordered has GIA_TRI of allowed length, with its unit.',
    source: 'QS 2521, Q, X 16',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'CLS-05': {
    asks: 'DON_VI_DO is the unit of its index.',
    source: 'Q',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CLS-06': {
    asks: 'NGAY_KQ is filled, within the stay and the same as in XML3.',
    source: 'Q, QS 2098',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CLS-07': {
    asks: 'MA_BS_DOC_KQ is filled with an approved reader.',
    source: 'Q',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CLS-08': {
    asks: 'An index has one result at one minute.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'CLS-09': {
    asks: 'A result comes with its normal range.',
    source: 'H 142',
    confidence: 'medium',
    decidedBy: 'edge',
  },
  'CLS-10': {
    asks: 'A result names its machine.',
    source: 'COD-34',
    confidence: 'high',
    decidedBy: 'edge',
  },
  'CLS-11': {
    asks: 'The report of an image has at least 50 characters.',
    source: 'CH CDHA_113',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'CLS-12': {
    asks: 'The conclusion of an image does not contradict the diagnosis.',
    source: 'CH CDHA_104/105',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CLS-13': {
    asks: 'A region is not imaged again within some days.',
    source: 'CH CDHA_32/74',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CLS-14': {
    asks: 'A woman in the first three months of pregnancy gets no X-ray.',
    source: 'CH CDHA_80',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CLS-15': {
    asks: 'An examination follows the preparation that it needs.',
    source: 'CH CDHA',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CLS-16': {
    asks: 'A result comes within the time usual for its service.',
    source: 'CH CDHA_34/77/78',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CLS-17': {
    asks: 'A value is a number where one is due, and is possible in a living person.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge and centre',
  },
  'CLS-18': {
    asks: 'A dossier has no result without an order, nor many more than were ordered.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'edge',
  },
  'CLS-19': {
    asks: 'An infant is examined with a device and code for infants.',
    source: 'CH CDHA',
    confidence: 'medium',
    decidedBy: 'centre',
  },
  'CLS-20': {
    asks: 'Films and doses of radiology agree with the service.',
    source: 'CH CDHA_01/10/13',
    confidence: 'low',
    decidedBy: 'centre',
  },
  'CLS-21': {
    asks: 'Reports of different patients do not repeat the same text.',
    source: 'ours',
    confidence: 'low',
    decidedBy: 'centre',
  },
}
