import { refusalsOf, type Explanations, type Place } from '../kernel/refusal.ts'
import { fillText, type Text } from '../kernel/text.ts'

export const RESEND_XML: Text = {
  vi: 'Xuất lại tệp XML từ phần mềm HIS rồi gửi lại toàn bộ tệp; hệ thống chưa lưu gì của lần gửi này.',
  en: 'Export the XML file from the HIS again and send the whole file; nothing of this attempt was stored.',
}

const UNUSUAL_XML: Text = {
  vi: 'Tệp có cấu trúc không hồ sơ BHYT nào cần tới; kiểm tra chương trình xuất XML.',
  en: 'No BHYT dossier needs such a structure; check the program that writes the XML.',
}

/** Refusals of this wing: what is wrong with a file as a whole. */
export const engineRefusals = {
  'facility-mismatch': {
    status: 403,
    what: {
      vi: 'MACSKCB trong tệp không phải là cơ sở của token.',
      en: 'MACSKCB in the file is not the facility of the token.',
    },
    remedy: {
      vi: 'Mỗi cơ sở chỉ gửi hồ sơ của chính mình: sửa MACSKCB hoặc dùng token của cơ sở đó.',
      en: 'A facility sends only its own dossiers: correct MACSKCB or use the token of that facility.',
    },
  },
  'encoding-wrong': {
    status: 400,
    what: {
      vi: 'Tệp không dùng bảng mã UTF-8 (thấy {found}).',
      en: 'The file is not in UTF-8 (found {found}).',
    },
    remedy: {
      vi: 'Xuất tệp bằng UTF-8 và khai báo encoding="UTF-8" (Thông tư 48/2017/TT-BYT, Điều 4).',
      en: 'Write the file in UTF-8 and declare encoding="UTF-8" (Circular 48/2017/TT-BYT, article 4).',
    },
  },
  'utf8-invalid': {
    status: 400,
    what: { vi: 'Có byte không phải UTF-8.', en: 'There is a byte that is not UTF-8.' },
    remedy: {
      vi: 'Tìm chỗ ghi ở line, column: thường là văn bản TCVN3, VNI hoặc Windows-1258 chưa chuyển mã.',
      en: 'Look at line, column: it is usually text in TCVN3, VNI or Windows-1258 that was not converted.',
    },
  },
  'xml-missing': {
    status: 400,
    what: { vi: 'Nội dung không phải XML.', en: 'The content is not XML.' },
    remedy: {
      vi: 'Gửi chính tệp XML, không bọc trong JSON, biểu mẫu, base64 hay zip.',
      en: 'Send the XML file itself, not wrapped in JSON, a form, base64 or zip.',
    },
  },
  'xml-malformed': {
    status: 400,
    what: { vi: 'XML sai cú pháp: {reason}.', en: 'The XML is not well-formed: {reason}.' },
    remedy: {
      vi: 'Sửa tại line, column. Ký tự < và & trong văn bản phải viết là &lt; và &amp; hoặc đặt trong CDATA.',
      en: 'Correct it at line, column. Write the characters < and & in text as &lt; and &amp;, or put the text into CDATA.',
    },
  },
  'file-truncated': {
    status: 400,
    what: {
      vi: 'Tệp bị cắt: kết thúc khi thẻ chưa đóng.',
      en: 'The file is cut short: it ends inside an open element.',
    },
    remedy: RESEND_XML,
  },
  'doctype-forbidden': {
    status: 400,
    what: { vi: 'Tệp có khai báo DOCTYPE.', en: 'The file has a DOCTYPE declaration.' },
    remedy: {
      vi: 'Bỏ DOCTYPE: tệp BHYT không dùng DTD và hệ thống không đọc thực thể ngoài.',
      en: 'Remove the DOCTYPE: BHYT files have no DTD, and no external entity is ever read.',
    },
  },
  'entity-undefined': {
    status: 400,
    what: { vi: 'Có thực thể (&…;) chưa định nghĩa.', en: 'There is an entity (&…;) that is not defined.' },
    remedy: {
      vi: 'Chỉ dùng &lt; &gt; &amp; &quot; &apos; và tham chiếu số; ký tự & đơn phải viết &amp;.',
      en: 'Use only &lt; &gt; &amp; &quot; &apos; and numeric references; a plain & is written &amp;.',
    },
  },
  'nesting-too-deep': {
    status: 400,
    what: { vi: 'Thẻ lồng sâu quá {limit} mức.', en: 'Elements are nested deeper than {limit} levels.' },
    remedy: UNUSUAL_XML,
  },
  'attributes-too-many': {
    status: 400,
    what: { vi: 'Một thẻ có quá {limit} thuộc tính.', en: 'An element has more than {limit} attributes.' },
    remedy: UNUSUAL_XML,
  },
  'text-too-long': {
    status: 400,
    what: {
      vi: 'Một đoạn văn bản hoặc thẻ dài quá {limit} ký tự.',
      en: 'A piece of text or markup is longer than {limit} characters.',
    },
    remedy: UNUSUAL_XML,
  },
  'row-too-large': {
    status: 400,
    what: {
      vi: 'Một dòng của bảng có quá {limit} thẻ con.',
      en: 'A row of a table has more than {limit} elements.',
    },
    remedy: UNUSUAL_XML,
  },
  'dossiers-too-many': {
    status: 413,
    what: { vi: 'Tệp có quá {limit} hồ sơ.', en: 'The file holds more than {limit} dossiers.' },
    remedy: { vi: 'Chia hồ sơ thành nhiều tệp nhỏ hơn.', en: 'Split the dossiers over several files.' },
  },
  'root-unknown': {
    status: 422,
    what: {
      vi: 'Thẻ gốc là {root}, không phải GIAMDINHHS, CHI_TIEU_TRANG_THAI_KCB hay CHI_TIEU_GIAM_DINH_YKHOA.',
      en: 'The root element is {root}, not GIAMDINHHS, CHI_TIEU_TRANG_THAI_KCB or CHI_TIEU_GIAM_DINH_YKHOA.',
    },
    remedy: {
      vi: 'Gửi tệp tổng hợp GIAMDINHHS, tệp check-in hoặc tệp giám định y khoa (XML12); viết tên thẻ không có tiền tố.',
      en: 'Send a GIAMDINHHS file, a check-in file or a medical assessment file (XML12); write the names without a prefix.',
    },
  },
  'facility-missing': {
    status: 422,
    what: { vi: 'Tệp không có MACSKCB.', en: 'The file has no MACSKCB.' },
    remedy: {
      vi: 'Điền mã cơ sở KCB vào THONGTINDONVI/MACSKCB.',
      en: 'Put the facility code into THONGTINDONVI/MACSKCB.',
    },
  },
  'dossiers-missing': {
    status: 422,
    what: { vi: 'Tệp không có hồ sơ nào.', en: 'The file holds no dossier.' },
    remedy: {
      vi: 'Mỗi hồ sơ là một thẻ HOSO trong DANHSACHHOSO (hoặc một dòng của bảng).',
      en: 'Each dossier is a HOSO element in DANHSACHHOSO (or a row of the table).',
    },
  },
  'dossiers-fewer-than-declared': {
    status: 422,
    what: {
      vi: 'SOLUONGHOSO khai {declared} hồ sơ nhưng tệp chỉ có {counted}.',
      en: 'SOLUONGHOSO declares {declared} dossiers, but the file holds only {counted}.',
    },
    remedy: {
      vi: 'Tệp có thể bị thiếu hồ sơ khi xuất: xuất lại, hoặc sửa SOLUONGHOSO.',
      en: 'Dossiers may have been lost while exporting: export again, or correct SOLUONGHOSO.',
    },
  },
  'standard-mismatch': {
    status: 422,
    what: {
      vi: 'Tệp khai chuẩn QĐ {stated} nhưng bảng {table} có cấu trúc của QĐ {found}.',
      en: 'The file was stated to be QĐ {stated}, but its table {table} has the structure of QĐ {found}.',
    },
    remedy: {
      vi: 'Sửa tham số standard hoặc bỏ tham số để hệ thống tự nhận biết.',
      en: 'Correct the parameter standard, or leave it out and the structure decides.',
    },
  },
} as const satisfies Explanations

/** Throws with a code of this wing. */
export const Refusal = refusalsOf(engineRefusals)
export type Refusal = InstanceType<typeof Refusal>
export type { Place } from '../kernel/refusal.ts'

/** Why a file as a whole cannot be taken, in words; `place` is 1-based. */
export type RefusedFile = {
  readonly code: string
  readonly message: Text
  readonly remedy: Text
  readonly place: Place | null
}

/** What `Inspection.push` and `end` threw, as its reader sees it; null for a fault of ours. */
export function refusedFile(error: unknown): RefusedFile | null {
  if (!(error instanceof Refusal)) return null
  const { code, explanation, params, place = null } = error
  return { code, message: fillText(explanation.what, params), remedy: fillText(explanation.remedy, params), place }
}
