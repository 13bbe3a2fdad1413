import { SAME_BYTES, type Answers } from './reasons.ts'

/** ENV: envelope, encoding, file. */
export const env: Answers = {
  'ENV-01': ['FILEHOSO.NOIDUNGFILE.readable-xml'],
  'ENV-02': [
    'FILEHOSO.NOIDUNGFILE.readable-utf8',
    'FILEHOSO.NOIDUNGFILE.readable-utf16',
    'FILEHOSO.NOIDUNGFILE.declared-utf8',
  ],
  'ENV-03': 'a byte-order mark is taken off and harms nothing',
  'ENV-04': 'the whole file is refused: body-empty, dossiers-missing',
  'ENV-05': 'the whole file is refused: file-too-large',
  'ENV-06': 'the whole file is refused: doctype-forbidden, entity-undefined',
  'ENV-07': ['FILEHOSO.NOIDUNGFILE.readable-xml', '*.value.no-elements'],
  'ENV-08': 'the whole file is refused: root-unknown, facility-missing, dossiers-missing',
  'ENV-09': ['HOSO.MA_CSKCB.same-as-MACSKCB'],
  'ENV-10': ['ENVELOPE.SOLUONGHOSO.number', 'ENVELOPE.SOLUONGHOSO.not-below-count'],
  'ENV-11': ['ENVELOPE.NGAYLAP.date'],
  'ENV-12': ['HOSO.XML1.required', 'HOSO.XML1.once'],
  'ENV-13': ['FILEHOSO.LOAIHOSO.required', 'FILEHOSO.LOAIHOSO.of-content', 'FILEHOSO.NOIDUNGFILE.known-root'],
  'ENV-14': [
    'FILEHOSO.NOIDUNGFILE.required',
    'FILEHOSO.NOIDUNGFILE.readable-base64',
    'FILEHOSO.NOIDUNGFILE.readable-xml',
  ],
  'ENV-15':
    'signatures are passed over: there is no register of the signers and their certificates to check them against',
  'ENV-16': SAME_BYTES,
  'ENV-17': 'the whole file is refused: compression-ratio, nesting-too-deep',
  'ENV-18':
    'attributes carry nothing of a dossier and are passed over; too many of them refuse the file: attributes-too-many',
  'ENV-19': ['FILEHOSO.NOIDUNGFILE.of-this-standard', '*.element.of-this-standard'],
}
