/** Drugs, traditional medicine, blood, supplies. Headings: annexes of QĐ 7603, portal exports, exports of the BHXH portal, forms of TT 12/2026/TT-BTC. */
import type { CatalogueImport, Layout } from '../layout.ts'
import { BLOOD, DRUG, DRUG_ROUTE, HERB, ICD10, PREPARATION, SUPPLY, TRADITIONAL_DISEASE } from './forms.ts'

const NAMES_OF_SUBSTANCE = ['hoat_chat_tt40', 'TEN_HOAT_CHAT', 'HOAT_CHAT', 'Hoạt chất']
/** Of a product's columns only the ways it is given belong to its substance. */
const ROUTES = { headings: ['MA_DUONG_DUNG', 'Mã đường dùng'], form: DRUG_ROUTE, collected: true } as const

const productLists: readonly Layout[] = [
  {
    id: 'QĐ 7603 PL05, cổng DMDC byt_dm_thuoc',
    code: ['MA_HOAT_CHAT', 'Mã hoạt chất'],
    name: NAMES_OF_SUBSTANCE,
    attributes: { routes: ROUTES },
    typical: ['routes'],
    repeats: true,
  },
  {
    id: 'FileThuoc của cổng BHXH, mẫu 03/DM của TT 12/2026/TT-BTC',
    code: ['MA_THUOC', 'Mã thuốc BHYT'],
    name: NAMES_OF_SUBSTANCE,
    attributes: { routes: ROUTES },
    typical: ['routes'],
    repeats: true,
    // The export holds all kinds of medicine.
    passOver: /^(05C|HD|05V|VM|BB|C|M)\./,
  },
]

export const drugs: CatalogueImport = { form: DRUG, layouts: productLists }

export const drugRoutes: CatalogueImport = {
  form: DRUG_ROUTE,
  layouts: [
    {
      id: 'DMDC: đường dùng',
      code: ['MA_DUONG_DUNG', 'Mã đường dùng', 'Mã'],
      name: ['DUONG_DUNG_DANG_DUNG', 'DUONG_DUNG', 'Đường dùng', 'Tên đường dùng'],
      attributes: {},
    },
  ],
}

export const traditionalPreparations: CatalogueImport = {
  form: PREPARATION,
  layouts: [
    {
      id: 'QĐ 7603 PL06, FileThuoc của cổng BHXH',
      code: ['MA_HOAT_CHAT', 'MA_THUOC', 'Mã hoạt chất', 'Mã thuốc BHYT'],
      name: ['TEN_HOAT_CHAT', 'HOAT_CHAT', 'TEN_THUOC', 'Tên thuốc', 'Tên chế phẩm'],
      attributes: { routes: ROUTES },
      repeats: true,
      passOver: /^(40|05V|VM|BB|C|M)\./,
    },
  ],
}

export const herbs: CatalogueImport = {
  form: HERB,
  layouts: [
    {
      id: 'QĐ 7603 PL06, cổng DMDC vtyhct',
      code: ['ma_vi_thuoc', 'Mã vị thuốc', 'MA_HOAT_CHAT', 'MA_THUOC'],
      name: ['ten_vi_thuoc', 'Tên vị thuốc', 'TEN_THUOC', 'TEN_HOAT_CHAT'],
      attributes: {
        origin: { headings: ['nguon_goc', 'Nguồn gốc'], collected: true },
        scientificName: { headings: ['TEN_KHOA_HOC', 'Tên khoa học'], collected: true },
      },
      repeats: true,
      passOver: /^(40|05C|HD|VM|BB|C|M)\./,
    },
  ],
}

export const traditionalDiseases: CatalogueImport = {
  form: TRADITIONAL_DISEASE,
  layouts: [
    {
      id: 'QĐ 7603 PL07.1, cổng DMDC benhyhct',
      code: ['ma_yhct', 'MA_BENH', 'Mã bệnh YHCT', 'Mã bệnh'],
      name: ['chung_benh', 'CHỨNG/BỆNH THEO Y HỌC CỔ TRUYỀN', 'Chứng, bệnh'],
      attributes: {
        icd10: { headings: ['ICD10', 'Mã ICD10', 'Mã ICD'], form: ICD10, collected: true },
        modernName: { headings: ['TÊN BỆNH THEO Y HỌC HIỆN ĐẠI', 'ten_benh'], collected: true },
      },
      typical: ['icd10'],
      repeats: true,
    },
  ],
}

export const blood: CatalogueImport = {
  form: BLOOD,
  layouts: [
    {
      id: 'QĐ 7603 PL09, cổng DMDC mau',
      code: ['ma_mau', 'Mã máu', 'Mã'],
      name: ['don_vi_va_che_pham', 'Đơn vị máu và chế phẩm', 'Tên chế phẩm'],
      attributes: { volume: { headings: ['the_tich_thuc', 'Thể tích thực', 'Thể tích'] } },
    },
  ],
}

export const supplies: CatalogueImport = {
  form: SUPPLY,
  layouts: [
    {
      id: 'QĐ 7603 PL08, cổng DMDC byt_dm_vattu',
      code: ['ma_vtyt', 'Mã số theo nhóm', 'MA_VAT_TU', 'Mã vật tư'],
      name: ['nhom_loai_vtyt', 'Nhóm, loại vật tư', 'TEN_VAT_TU', 'Tên vật tư'],
      attributes: {
        unit: { headings: ['donvi_tinh', 'Đơn vị tính', 'DON_VI_TINH'] },
        model: { headings: ['Mã hiệu vật tư', 'MA_HIEU'] },
        manufacturer: { headings: ['Hãng sản xuất', 'HANG_SX'] },
        country: { headings: ['Nước sản xuất', 'NUOC_SX'] },
        note: { headings: ['ghi_chu', 'Ghi chú'] },
      },
      typical: ['unit'],
    },
  ],
}
