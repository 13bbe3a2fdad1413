/**
 * Which province is where: the one table from which `wrangler.toml` is written (`npm run deployment`). A shard has a warehouse, a queue for
 * visits and one for bulk, each with a consumer of its own, so that provinces neither wait for each other nor write to one database.
 * Facilities keep the old province codes (QĐ 124/2004/QĐ-TTg), so a shard lists those that became its province on 01/07/2025
 * (QĐ 19/2025/QĐ-TTg); a test compares them with the seed.
 */
export type Shard = {
  /** Letters and digits; part of the names of its queues. Never changed while messages or markers may name it. */
  readonly shard: string
  /** Old province codes; `*` for all that no other shard has. */
  readonly codes: readonly string[]
}

/** On one machine: two, so that nothing works only where there is one. */
export const LOCAL: readonly Shard[] = [
  { shard: '79', codes: ['79'] },
  { shard: 'others', codes: ['*'] },
]

/** The nation: a shard for each of its 34 provinces, under its code of today. */
export const NATION: readonly Shard[] = [
  { shard: '01', codes: ['01'] }, // Hà Nội
  { shard: '04', codes: ['04'] }, // Cao Bằng
  { shard: '08', codes: ['02', '08'] }, // Tuyên Quang
  { shard: '11', codes: ['11'] }, // Điện Biên
  { shard: '12', codes: ['12'] }, // Lai Châu
  { shard: '14', codes: ['14'] }, // Sơn La
  { shard: '15', codes: ['10', '15'] }, // Lào Cai
  { shard: '19', codes: ['06', '19'] }, // Thái Nguyên
  { shard: '20', codes: ['20'] }, // Lạng Sơn
  { shard: '22', codes: ['22'] }, // Quảng Ninh
  { shard: '24', codes: ['24', '27'] }, // Bắc Ninh
  { shard: '25', codes: ['17', '25', '26'] }, // Phú Thọ
  { shard: '31', codes: ['30', '31'] }, // Hải Phòng
  { shard: '33', codes: ['33', '34'] }, // Hưng Yên
  { shard: '37', codes: ['35', '36', '37'] }, // Ninh Bình
  { shard: '38', codes: ['38'] }, // Thanh Hóa
  { shard: '40', codes: ['40'] }, // Nghệ An
  { shard: '42', codes: ['42'] }, // Hà Tĩnh
  { shard: '44', codes: ['44', '45'] }, // Quảng Trị
  { shard: '46', codes: ['46'] }, // Huế
  { shard: '48', codes: ['48', '49'] }, // Đà Nẵng
  { shard: '51', codes: ['51', '62'] }, // Quảng Ngãi
  { shard: '52', codes: ['52', '64'] }, // Gia Lai
  { shard: '56', codes: ['56', '58'] }, // Khánh Hòa
  { shard: '66', codes: ['54', '66'] }, // Đắk Lắk
  { shard: '68', codes: ['60', '67', '68'] }, // Lâm Đồng
  { shard: '75', codes: ['70', '75'] }, // Đồng Nai
  { shard: '79', codes: ['74', '77', '79'] }, // Thành phố Hồ Chí Minh
  { shard: '80', codes: ['72', '80'] }, // Tây Ninh
  { shard: '82', codes: ['82', '87'] }, // Đồng Tháp
  { shard: '86', codes: ['83', '84', '86'] }, // Vĩnh Long
  { shard: '91', codes: ['89', '91'] }, // An Giang
  { shard: '92', codes: ['92', '93', '94'] }, // Cần Thơ
  { shard: '96', codes: ['95', '96'] }, // Cà Mau
]

/** Where the warehouse of a shard answers; its replica near the province, where there is one, is set beside it. */
export const warehouseUrl = (shard: string): string => `https://warehouse-${shard}.example.gov.vn`
