import type { Text } from '../../kernel/text.ts'

/** How sentences name the lists that fields draw their codes from. A test compares them with the fields of all standards. */
export const CATALOGUE_NAMES: Readonly<Record<string, Text>> = {
  'accident-causes': { vi: 'tai nạn, thương tích', en: 'causes of accident' },
  blood: { vi: 'máu và chế phẩm máu', en: 'blood and blood products' },
  communes: { vi: 'xã, phường, đặc khu', en: 'communes' },
  'cost-groups': { vi: 'nhóm chi phí', en: 'cost groups' },
  departments: { vi: 'khoa', en: 'departments' },
  'drug-routes': { vi: 'đường dùng thuốc', en: 'routes of administration' },
  drugs: { vi: 'thuốc tân dược', en: 'modern drugs' },
  'encounter-types': { vi: 'loại hình KCB', en: 'types of encounter' },
  'ethnic-groups': { vi: 'dân tộc', en: 'ethnic groups' },
  facilities: { vi: 'cơ sở KCB', en: 'facilities' },
  fuels: { vi: 'xăng, dầu, điện', en: 'fuels of patient transport' },
  herbs: { vi: 'vị thuốc y học cổ truyền', en: 'traditional herbs' },
  'hiv-regimens': { vi: 'phác đồ điều trị HIV', en: 'HIV regimens' },
  icd10: { vi: 'bệnh theo ICD-10', en: 'diseases, ICD-10' },
  icd9cm: { vi: 'phẫu thuật, thủ thuật ICD-9-CM', en: 'procedures, ICD-9-CM' },
  nationalities: { vi: 'quốc tịch', en: 'nationalities' },
  occupations: { vi: 'nghề nghiệp', en: 'occupations' },
  'patient-categories': { vi: 'đối tượng đến KCB', en: 'categories of visiting patients' },
  provinces: { vi: 'tỉnh, thành phố', en: 'provinces' },
  services: { vi: 'dịch vụ kỹ thuật', en: 'services' },
  supplies: { vi: 'vật tư y tế', en: 'medical supplies' },
  'test-indices': { vi: 'chỉ số cận lâm sàng', en: 'test indices' },
  'traditional-diseases': { vi: 'bệnh y học cổ truyền', en: 'traditional-medicine diseases' },
  'traditional-preparations': { vi: 'chế phẩm y học cổ truyền', en: 'traditional preparations' },
}

/** The lists of one field, named in both languages. */
export const namesOfCatalogues = (ids: readonly string[]): Text => ({
  vi: ids.map((id) => CATALOGUE_NAMES[id]?.vi ?? id).join(', '),
  en: ids.map((id) => CATALOGUE_NAMES[id]?.en ?? id).join(', '),
})
