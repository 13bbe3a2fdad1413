/** Services with examinations and beds, procedures, tests, diseases. Headings: QĐ 4469, 4440, 7603, TT 06/2026, portal exports, TT 12/2026/TT-BTC. */
import type { CatalogueImport } from '../layout.ts'
import { ICD10, ICD9CM, SERVICE, TEST_INDEX } from './forms.ts'

export const services: CatalogueImport = {
  form: SERVICE,
  layouts: [
    {
      id: 'QĐ 7603 PL01, PL04',
      code: ['Mã tương đương', 'MA_TUONG_DUONG', 'Mã ngày giường bệnh ban ngày', 'Mã dịch vụ'],
      name: [
        'Tên theo Danh mục kỹ thuật tại Thông tư 43,50,21',
        'Tên theo Danh mục kỹ thuật',
        'TEN_DVKT_PHEDUYET',
        'Tên hạng mục ngày giường bệnh ban ngày áp dụng trong điều trị hóa trị, xạ trị hoặc hóa-xạ trị',
        'Tên dịch vụ',
        'Tên kỹ thuật',
      ],
      validFrom: ['TU_NGAY', 'TUNGAY', 'Từ ngày'],
      validTo: ['DEN_NGAY', 'DENNGAY', 'Đến ngày'],
      attributes: {
        level: { headings: ['Phân tuyến'] },
        surgeryClass: { headings: ['PHAN_LOAI_PTTT', 'Phân loại', 'Loại PTTT'] },
        priceName: { headings: ['TEN_DVKT_GIA', 'Tên theo giá'] },
        price: { headings: ['Giá TT39'] },
      },
    },
    {
      id: 'cổng DMDC byt_dm_dvkt',
      code: ['ma_dvkt'],
      name: ['ten_dvkt'],
      attributes: {
        surgeryClass: { headings: ['loai_pttt'] },
        priceCode: { headings: ['ma_gia'] },
        priceName: { headings: ['ten_dvkt_tt37'] },
        note: { headings: ['ghi_chu'] },
      },
      typical: ['surgeryClass'],
    },
    {
      id: 'mẫu 05/DM của TT 12/2026/TT-BTC',
      code: ['MA_DICH_VU'],
      name: ['TEN_DICH_VU'],
      validFrom: ['TU_NGAY'],
      validTo: ['DEN_NGAY'],
      attributes: { priceName: { headings: ['TEN_DVKT_GIA'] } },
    },
    {
      id: 'QĐ 4440 PL3',
      code: ['matuongduong', 'Mã tương đương'],
      name: ['tenchuyenkhoa21', 'Tên 21'],
      attributes: {
        icd9cm: { headings: ['maicd9', 'Mã ICD-9'], form: ICD9CM, collected: true },
        level: { headings: ['phantuyen', 'Phân tuyến'] },
        surgeryClass: { headings: ['phanloai', 'Phân loại'] },
      },
      typical: ['icd9cm'],
      repeats: true,
    },
    {
      id: 'QĐ 7603 PL02',
      code: ['BV hạng đặc biệt', 'BV hạng 1', 'BV hạng 2', 'BV hạng 3', 'BV hạng 4'],
      name: ['Khám bệnh', 'Nội dung'],
      attributes: { department: { headings: ['Mã khoa'], collected: true } },
      matrix: 'hospitalClass',
      repeats: true,
    },
    {
      id: 'QĐ 7603 PL03',
      code: [],
      name: ['Tên khoa', 'TEN_KHOA'],
      attributes: { department: { headings: ['Mã khoa', 'MA_KHOA'] } },
      typical: ['department'],
      matrix: 'bedClass',
      repeats: true,
    },
  ],
}

export const icd10: CatalogueImport = {
  form: ICD10,
  flags: 'icd10',
  layouts: [
    {
      id: 'QĐ 4469 PL1',
      code: ['MÃ BỆNH', 'MA_BENH', 'Mã ICD', 'Mã ICD-10'],
      name: ['TÊN BỆNH', 'TEN_BENH', 'Tên bệnh tiếng Việt'],
      attributes: {
        plainCode: { headings: ['MÃ BỆNH KHÔNG DẤU'] },
        nameEnglish: { headings: ['DISEASE NAME', 'Tên bệnh tiếng Anh'] },
        chapter: { headings: ['STT CHƯƠNG'] },
        chapterCodes: { headings: ['MÃ CHƯƠNG'] },
        chapterName: { headings: ['TÊN CHƯƠNG'] },
        group: { headings: ['MÃ NHÓM CHÍNH'] },
        groupName: { headings: ['TÊN NHÓM CHÍNH'] },
        subgroup: { headings: ['MÃ NHÓM PHỤ 1'] },
        subgroupName: { headings: ['TÊN NHÓM PHỤ 1'] },
        subsubgroup: { headings: ['MÃ NHÓM PHỤ 2'] },
        subsubgroupName: { headings: ['TÊN NHÓM PHỤ 2'] },
        type: { headings: ['MÃ LOẠI'] },
        note: { headings: ['GHI CHÚ'] },
      },
      typical: ['nameEnglish'],
    },
    {
      // Taken out of a PDF: 29 columns whose headings do not survive. Flag cells hold the code itself.
      id: 'TT 06/2026/TT-BYT',
      code: [],
      name: [],
      positions: {
        code: 18,
        name: 22,
        type: 15,
        plainCode: 19,
        nameEnglish: 20,
        notPrincipal: 24,
        discouragedPrincipal: 25,
        tooGeneral: 26,
        deathCauseOnly: 27,
        female: 28,
        male: 29,
      },
      attributes: {
        type: { headings: [] },
        plainCode: { headings: [] },
        nameEnglish: { headings: [] },
        notPrincipal: { headings: [], filled: { attribute: 'notPrincipal', value: 'true' } },
        discouragedPrincipal: { headings: [], filled: { attribute: 'discouragedPrincipal', value: 'true' } },
        tooGeneral: { headings: [], filled: { attribute: 'tooGeneral', value: 'true' } },
        deathCauseOnly: { headings: [], filled: { attribute: 'deathCauseOnly', value: 'true' } },
        female: { headings: [], filled: { attribute: 'sex', value: 'female' } },
        male: { headings: [], filled: { attribute: 'sex', value: 'male' } },
      },
    },
  ],
}

export const icd9cm: CatalogueImport = {
  form: ICD9CM,
  layouts: [
    {
      id: 'QĐ 4440 PL3',
      code: ['maicd9', 'Mã ICD-9', 'Mã ICD-9-CM', 'MA_PTTT_QT'],
      name: ['tenicd9', 'Tên ICD-9', 'Tên ICD-9-CM'],
      attributes: { chapter: { headings: ['chuongicd9', 'Chương ICD-9'] } },
      // A row per service that the procedure stands for.
      repeats: true,
    },
  ],
}

export const testIndices: CatalogueImport = {
  form: TEST_INDEX,
  layouts: [
    {
      id: 'QĐ 1227, QĐ 7603 PL11',
      code: ['MA_CHI_SO', 'Mã chỉ số', 'MA_SO', 'Mã số'],
      name: ['TEN_CHI_SO', 'Tên chỉ số', 'TEN_XET_NGHIEM', 'Tên xét nghiệm'],
      attributes: { unit: { headings: ['DON_VI_DO', 'Đơn vị đo', 'Đơn vị'] } },
    },
  ],
}
