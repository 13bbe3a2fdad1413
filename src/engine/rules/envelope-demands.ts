import type { Demand, Severity, Source } from '../finding/finding.ts'
import type { Text } from '../../kernel/text.ts'

/** The envelope GIAMDINHHS as the annexes and the gateway letters 3190/BHXH-CNTT and 1245/BHXH-CNTT describe it. */
const ENVELOPE: Source = { document: 'CV 1245/BHXH-CNTT', place: 'GIAMDINHHS', confidence: 'high' }
const CIRCULAR: Source = { document: 'TT 48/2017/TT-BYT', place: 'Điều 4', confidence: 'high' }

const demand = (id: string, severity: Severity, problem: Text, remedy: Text, source: Source = ENVELOPE): Demand => ({
  id,
  severity,
  problem,
  remedy,
  source,
})

/** What is demanded of the file around its tables: header, counts, FILEHOSO, readable content. */
export const ENVELOPE_DEMANDS = {
  declaredCount: demand(
    'ENVELOPE.SOLUONGHOSO.number',
    'warning',
    { vi: 'SOLUONGHOSO thiếu hoặc không phải số nguyên', en: 'SOLUONGHOSO is missing or not a whole number' },
    { vi: 'Ghi số hồ sơ trong tệp vào SOLUONGHOSO', en: 'Write the number of dossiers of the file into SOLUONGHOSO' },
  ),
  moreThanDeclared: demand(
    'ENVELOPE.SOLUONGHOSO.not-below-count',
    'warning',
    {
      vi: 'SOLUONGHOSO khai {declared} hồ sơ nhưng tệp có {counted}',
      en: 'SOLUONGHOSO declares {declared} dossiers, but the file has {counted}',
    },
    {
      vi: 'Sửa SOLUONGHOSO; mọi hồ sơ trong tệp đều đã được tiếp nhận',
      en: 'Correct SOLUONGHOSO; every dossier of the file was received',
    },
  ),
  standardInForce: demand(
    'ENVELOPE.standard.in-force',
    'warning',
    {
      vi: 'Tệp lập ngày {day} theo QĐ {standard}, chuẩn chỉ được nhận đến {until}',
      en: 'The file was made on {day} in QĐ {standard}, which is accepted only until {until}',
    },
    { vi: 'Xuất tệp theo chuẩn đang có hiệu lực', en: 'Write the file in the standard in force' },
  ),
  date: demand(
    'ENVELOPE.NGAYLAP.date',
    'warning',
    {
      vi: 'NGAYLAP thiếu hoặc không phải ngày dạng yyyymmdd',
      en: 'NGAYLAP is missing or not a date in the form yyyymmdd',
    },
    {
      vi: 'Ghi vào NGAYLAP ngày lập tệp dạng yyyymmdd',
      en: 'Write into NGAYLAP the day on which the file was made, as yyyymmdd',
    },
  ),
  unknownElement: demand(
    'ENVELOPE.element.known',
    'warning',
    {
      vi: 'Thẻ {name} không thuộc {parent}; nội dung của thẻ này không được đọc',
      en: 'The element {name} does not belong in {parent}; its content is not read',
    },
    { vi: 'Sửa tên thẻ hoặc bỏ thẻ', en: 'Correct the name of the element, or remove it' },
  ),
  unknownElementInDossier: demand(
    'HOSO.element.known',
    'error',
    {
      vi: 'Thẻ {name} không thuộc {parent}; nội dung của thẻ này không được đọc',
      en: 'The element {name} does not belong in {parent}; its content is not read',
    },
    {
      vi: 'Sửa tên thẻ: HOSO chứa FILEHOSO, FILEHOSO chứa LOAIHOSO và NOIDUNGFILE',
      en: 'Correct the name: HOSO holds FILEHOSO, FILEHOSO holds LOAIHOSO and NOIDUNGFILE',
    },
  ),
  contentMissing: demand(
    'FILEHOSO.NOIDUNGFILE.required',
    'error',
    { vi: 'FILEHOSO {declared} không có thẻ NOIDUNGFILE', en: 'FILEHOSO {declared} has no NOIDUNGFILE' },
    {
      vi: 'Thêm NOIDUNGFILE, hoặc bỏ FILEHOSO nếu bảng không có dữ liệu',
      en: 'Add NOIDUNGFILE, or leave the FILEHOSO out if the table is empty',
    },
  ),
  typeMissing: demand(
    'FILEHOSO.LOAIHOSO.required',
    'warning',
    {
      vi: 'FILEHOSO không có LOAIHOSO; bảng được nhận biết qua thẻ gốc là {found}',
      en: 'FILEHOSO has no LOAIHOSO; the table is recognised by its root element as {found}',
    },
    { vi: 'Ghi LOAIHOSO là {found}', en: 'Write {found} into LOAIHOSO' },
  ),
  typeMismatch: demand(
    'FILEHOSO.LOAIHOSO.of-content',
    'error',
    {
      vi: 'LOAIHOSO ghi {declared} nhưng nội dung là bảng {found}',
      en: 'LOAIHOSO says {declared}, but the content is {found}',
    },
    {
      vi: 'Ghi LOAIHOSO là {found}, hoặc thay NOIDUNGFILE bằng nội dung của đúng bảng',
      en: 'Write {found} into LOAIHOSO, or replace NOIDUNGFILE by the content of the right table',
    },
  ),
  tableUnknown: demand(
    'FILEHOSO.NOIDUNGFILE.known-root',
    'error',
    {
      vi: 'NOIDUNGFILE có thẻ gốc {root}, không thuộc bảng nào của các chuẩn',
      en: 'NOIDUNGFILE has the root {root}, which no table of any standard has',
    },
    {
      vi: 'Dùng thẻ gốc theo phụ lục của chuẩn, ví dụ TONG_HOP cho XML1',
      en: 'Use the root element of the annex, for example TONG_HOP for XML1',
    },
  ),
  tableNotInStandard: demand(
    'FILEHOSO.NOIDUNGFILE.of-this-standard',
    'error',
    {
      vi: 'Bảng {found} với cấu trúc này không thuộc QĐ {standard} của tệp (tệp trộn nhiều chuẩn)',
      en: '{found} with this structure does not belong to QĐ {standard} of the file (the file mixes standards)',
    },
    { vi: 'Xuất tất cả hồ sơ của tệp theo cùng một chuẩn', en: 'Write all dossiers of a file in the same standard' },
  ),
  documentInEnvelope: demand(
    'FILEHOSO.NOIDUNGFILE.not-a-document',
    'error',
    {
      vi: '{found} là tệp riêng, không nằm trong GIAMDINHHS',
      en: '{found} is a document of its own and does not belong in GIAMDINHHS',
    },
    { vi: 'Gửi {found} thành tệp riêng', en: 'Send {found} as a file of its own' },
  ),
  notBase64: unreadable('base64', 'Mã hóa lại nội dung bằng base64 chuẩn', 'Encode the content in standard base64'),
  notUtf8: unreadable(
    'utf8',
    'Ghi bảng bằng UTF-8 trước khi mã hóa base64',
    'Write the table in UTF-8 before encoding it',
  ),
  utf16: unreadable('utf16', 'Ghi bảng bằng UTF-8, không phải UTF-16', 'Write the table in UTF-8, not UTF-16'),
  notWellFormed: unreadable(
    'xml',
    'Sửa bảng tại dòng (line) và cột (column) đã nêu; trong văn bản, viết < là &lt; và & là &amp;, hoặc đặt văn bản trong CDATA',
    'Correct the table at the given line and column; in text, write < as &lt; and & as &amp;, or put the text into CDATA',
  ),
  declaredEncoding: demand(
    'FILEHOSO.NOIDUNGFILE.declared-utf8',
    'warning',
    {
      vi: 'Khai báo XML của bảng ghi encoding khác UTF-8 dù nội dung là UTF-8',
      en: 'The XML declaration of the table names another encoding, but the content is UTF-8',
    },
    { vi: 'Khai báo encoding="UTF-8"', en: 'Declare encoding="UTF-8"' },
    CIRCULAR,
  ),
  namespaces: demand(
    'ENVELOPE.namespaces.well-formed',
    'warning',
    {
      vi: 'XML sai quy tắc không gian tên: {fault}; nhiều phần mềm khác từ chối đọc tệp này',
      en: 'The XML breaks the rules of namespaces: {fault}; many other programs refuse to read this file',
    },
    {
      vi: 'Khai báo xmlns cho mọi tiền tố, mỗi tiền tố một tên; hoặc bỏ tiền tố',
      en: 'Declare each prefix with xmlns, each for one name; or remove the prefix',
    },
    CIRCULAR,
  ),
} as const satisfies Record<string, Demand>

function unreadable(kind: string, vi: string, en: string): Demand {
  return demand(
    `FILEHOSO.NOIDUNGFILE.readable-${kind}`,
    'error',
    { vi: 'Không đọc được NOIDUNGFILE: {reason}', en: 'NOIDUNGFILE cannot be read: {reason}' },
    { vi, en },
    CIRCULAR,
  )
}

/** What is demanded of a dossier (HOSO) as a whole. */
export const DOSSIER_DEMANDS = {
  xml1Present: demand(
    'HOSO.XML1.required',
    'error',
    { vi: 'Hồ sơ không có XML1', en: 'The dossier has no XML1' },
    {
      vi: 'Thêm XML1 (TONG_HOP); mỗi hồ sơ phải có đúng một XML1',
      en: 'Add XML1 (TONG_HOP); each dossier must have exactly one',
    },
  ),
  xml1Once: demand(
    'HOSO.XML1.once',
    'error',
    { vi: 'Hồ sơ có hơn một XML1', en: 'The dossier has more than one XML1' },
    {
      vi: 'Gửi mỗi đợt KCB thành một HOSO riêng (Thông tư 48/2017/TT-BYT, Điều 4)',
      en: 'Send each encounter as a HOSO of its own (Circular 48/2017/TT-BYT, article 4)',
    },
    CIRCULAR,
  ),
  sameKey: demand(
    'HOSO.MA_LK.same-as-XML1',
    'error',
    { vi: 'MA_LK của {table} khác MA_LK của XML1', en: 'MA_LK of {table} differs from that of XML1' },
    {
      vi: 'Ghi MA_LK của {table} như ở XML1; mọi bảng của một hồ sơ dùng chung một MA_LK',
      en: 'Write MA_LK of {table} as in XML1; all tables of a dossier share one MA_LK',
    },
  ),
  keyOnce: demand(
    'HOSO.MA_LK.once-in-file',
    'warning',
    { vi: 'Một hồ sơ trước trong tệp đã dùng MA_LK này', en: 'An earlier dossier of the file has the same MA_LK' },
    {
      vi: 'Bỏ hồ sơ lặp, hoặc cấp cho mỗi đợt KCB một MA_LK riêng',
      en: 'Remove the repeated dossier, or give each encounter a MA_LK of its own',
    },
  ),
  sameFacility: demand(
    'HOSO.MA_CSKCB.same-as-MACSKCB',
    'error',
    { vi: 'MA_CSKCB của XML1 khác MACSKCB của tệp', en: 'MA_CSKCB of XML1 differs from MACSKCB of the file' },
    {
      vi: 'Sửa MA_CSKCB của XML1 hoặc MACSKCB của tệp; một tệp chỉ chứa hồ sơ của một cơ sở',
      en: 'Correct MA_CSKCB of XML1 or MACSKCB of the file; a file has dossiers of one facility only',
    },
  ),
} as const satisfies Record<string, Demand>
