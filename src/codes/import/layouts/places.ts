/** Facilities, departments, administrative units, patient categories. Headings: portal and BHXH exports, the statistics office, QĐ 824, 2010, 3276. */
import type { CatalogueImport, Layout } from '../layout.ts'
import { DEPARTMENT, FACILITY, FIVE_DIGITS, PATIENT_CATEGORY, THREE_DIGITS, TWO_DIGITS } from './forms.ts'

export const facilities: CatalogueImport = {
  form: FACILITY,
  layouts: [
    {
      id: 'danh mục cơ sở KCB của BHXH, cổng DMDC cskcb',
      code: ['ma_bv', 'MA_CSKCB', 'Mã CSKCB', 'Mã cơ sở KCB', 'Mã'],
      name: ['ten_bv', 'TEN_CSKCB', 'Tên CSKCB', 'Tên cơ sở KCB', 'Tên'],
      validFrom: ['TU_NGAY', 'Hiệu lực từ'],
      validTo: ['DEN_NGAY', 'Hiệu lực đến'],
      attributes: {
        level: { headings: ['tuyen_bv', 'Tuyến CMKT', 'Tuyến', 'Cấp CMKT'] },
        class: { headings: ['hang_bv', 'Hạng bệnh viện', 'Hạng'] },
        district: { headings: ['ma_huyen', 'Mã huyện'] },
        address: { headings: ['dia_chi', 'Địa chỉ'] },
        note: { headings: ['ghi_chu', 'Ghi chú'] },
      },
      typical: ['level'],
    },
  ],
}

export const departments: CatalogueImport = {
  form: DEPARTMENT,
  layouts: [
    {
      id: 'QĐ 2010 PL6, Khoa của cổng BHXH, mẫu 01/DM của TT 12/2026/TT-BTC',
      code: ['MA_KHOA', 'Mã khoa', 'MA'],
      name: ['TEN_KHOA', 'Tên khoa', 'TEN'],
      validFrom: ['TU_NGAY'],
      validTo: ['DEN_NGAY'],
      attributes: {},
    },
  ],
}

export const patientCategories: CatalogueImport = {
  form: PATIENT_CATEGORY,
  layouts: [
    {
      id: 'QĐ 824 PL2, QĐ 2010 PL5, QĐ 3276 PL1',
      code: ['Mã đối tượng', 'MA_DOITUONG_KCB', 'Mã'],
      name: ['Trường hợp', 'Tên đối tượng', 'Nội dung'],
      attributes: {
        regulation: { headings: ['Quy định'] },
        benefit: { headings: ['Mức hưởng'] },
        note: { headings: ['Ghi chú'] },
      },
    },
  ],
}

const PROVINCE = { headings: ['matinh', 'Mã TP', 'Mã tỉnh'], form: TWO_DIGITS }
const DISTRICT = { headings: ['mahuyen', 'Mã QH', 'Mã huyện'], form: THREE_DIGITS }

/** One row per commune, in each the province and the district it lies in: three lists in one sheet. */
const units: Pick<Layout, 'id' | 'sparse' | 'repeats'> = {
  id: 'danh mục đơn vị hành chính',
  sparse: true,
  repeats: true,
}

export const provinces: CatalogueImport = {
  form: TWO_DIGITS,
  layouts: [
    {
      ...units,
      code: PROVINCE.headings,
      name: ['tentinh', 'Tỉnh Thành Phố', 'Tên tỉnh'],
      attributes: {},
    },
  ],
}

export const districts: CatalogueImport = {
  form: THREE_DIGITS,
  layouts: [
    {
      ...units,
      code: DISTRICT.headings,
      name: ['tenhuyen', 'Quận Huyện', 'Tên huyện'],
      attributes: { province: PROVINCE },
      typical: ['province'],
    },
  ],
}

export const communes: CatalogueImport = {
  form: FIVE_DIGITS,
  layouts: [
    {
      ...units,
      code: ['maxa', 'Mã PX', 'Mã xã'],
      name: ['tenxa', 'Phường Xã', 'Tên xã'],
      attributes: {
        province: PROVINCE,
        district: DISTRICT,
        level: { headings: ['cap', 'Cấp'] },
        nameEnglish: { headings: ['tentienganh', 'Tên Tiếng Anh'] },
      },
      typical: ['province'],
    },
  ],
}
