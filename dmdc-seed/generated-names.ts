/**
 * Names for generated codes: of the length and the letters of real ones, put together by chance. None is meant to be the name of the
 * code it belongs to.
 */
import type { Random } from './random.ts'

type Words = readonly [string, ...string[]]

const STEMS: Words = ['am', 'ben', 'cef', 'dor', 'eta', 'flu', 'gli', 'hex', 'iso', 'ketor', 'lano', 'meto', 'nifu']
const MIDDLES: Words = [
  'bari',
  'cilo',
  'dipi',
  'fena',
  'lami',
  'mido',
  'nali',
  'perazo',
  'rola',
  'sulta',
  'tora',
  'vira',
]
const ENDINGS: Words = ['cin', 'dipin', 'fen', 'lol', 'mab', 'nib', 'pril', 'sartan', 'statin', 'tidin', 'vir', 'zol']
const SALTS: Words = ['', '', '', ' (dưới dạng muối natri)', ' hydroclorid', ' maleat', ' sulfat', ' natri', ' kali']
const ORGANS: Words = [
  'dạ dày',
  'đại tràng',
  'gan',
  'túi mật',
  'tuyến tụy',
  'thận',
  'bàng quang',
  'niệu quản',
  'tuyến giáp',
  'tuyến thượng thận',
  'phổi',
  'màng phổi',
  'van hai lá',
  'động mạch cảnh',
  'tĩnh mạch chi dưới',
  'khớp gối',
  'khớp háng',
  'cột sống thắt lưng',
  'xương đùi',
  'xương cẳng tay',
  'màng nhĩ',
  'xoang hàm',
  'giác mạc',
  'thể thủy tinh',
  'tử cung',
  'buồng trứng',
  'da và mô mềm',
  'dây thần kinh giữa',
]
const OPERATIONS: Words = [
  'Phẫu thuật nội soi cắt',
  'Phẫu thuật tạo hình',
  'Phẫu thuật mở lấy sỏi',
  'Phẫu thuật khâu phục hồi tổn thương',
  'Siêu âm Doppler màu',
  'Chụp cắt lớp vi tính',
  'Chụp cộng hưởng từ',
  'Chụp X-quang số hóa',
  'Nội soi sinh thiết',
  'Chọc hút dưới hướng dẫn siêu âm',
  'Dẫn lưu ổ áp xe',
  'Xạ trị định vị thân',
  'Điện châm điều trị bệnh lý',
  'Tập vận động có trợ giúp',
  'Xét nghiệm định lượng dấu ấn',
]
const MANNERS: Words = [
  '',
  '',
  ' qua da',
  ' có tiêm thuốc cản quang',
  ' sử dụng kính hiển vi',
  ' dưới hướng dẫn của màn tăng sáng',
  ' [bên trái]',
  ' [bên phải]',
  ' một thì',
  ' có đặt ống dẫn lưu',
]
const DISORDERS: Words = [
  'Viêm',
  'Nhiễm trùng',
  'U lành của',
  'U ác của',
  'Dị tật bẩm sinh của',
  'Gãy và tổn thương',
  'Thoái hóa',
  'Rối loạn chức năng',
  'Hẹp hoặc tắc',
  'Loét',
  'Tổn thương chấn thương của',
  'Biến chứng sau can thiệp ở',
]
const COURSES: Words = [
  '',
  ' cấp',
  ' mạn tính',
  ' tái phát',
  ', không đặc hiệu',
  ', phân loại nơi khác',
  ' thứ phát',
  ' do tác nhân đã xác định',
  ' kèm biến chứng khác',
]
const HERB_FIRST: Words = ['Bạch', 'Hoàng', 'Đan', 'Xích', 'Thanh', 'Hắc', 'Kim', 'Ngọc', 'Thiên', 'Địa', 'Sơn', 'Thủy']
const HERB_SECOND: Words = ['thược', 'liên', 'cầm', 'sâm', 'kỳ', 'truật', 'linh', 'đằng', 'diệp', 'hoa', 'căn', 'tử']
const HERB_PREPARED: Words = ['', '', ' (chích mật)', ' (sao vàng)', ' (tẩm rượu)', ' (thán sao)']
const PATTERNS: Words = ['Can', 'Tâm', 'Tỳ', 'Phế', 'Thận', 'Vị', 'Đởm', 'Đại trường', 'Bàng quang']
const STATES: Words = ['khí hư', 'dương hư', 'âm hư', 'huyết ứ', 'thấp nhiệt', 'phong hàn', 'đàm trọc', 'khí trệ']
const COMPLAINTS: Words = ['thống', 'tý', 'khái thấu', 'thất miên', 'huyễn vựng', 'tiết tả', 'thủy thũng', 'ma mộc']
const BLOOD: Words = ['Máu toàn phần', 'Khối hồng cầu', 'Khối tiểu cầu', 'Huyết tương tươi đông lạnh', 'Tủa lạnh']
const SUPPLIES: Words = [
  'Bơm tiêm dùng một lần',
  'Kim luồn tĩnh mạch có cánh',
  'Chỉ khâu tiêu tổng hợp đa sợi',
  'Ống thông dẫn lưu',
  'Gạc phẫu thuật tiệt trùng',
  'Nẹp khóa cố định xương',
  'Vít xương tự ta rô',
  'Stent phủ thuốc',
  'Bóng nong áp lực cao',
  'Màng lọc máu liên tục',
  'Khớp nhân tạo toàn phần',
  'Thủy tinh thể nhân tạo mềm',
]
const MATERIALS: Words = [' các loại', ' bằng thép không gỉ', ' bằng hợp kim titan', ' bằng silicon', ' phủ heparin']

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const substanceName = (random: Random): string =>
  capital(`${random.pick(STEMS)}${random.pick(MIDDLES)}${random.pick(ENDINGS)}${random.pick(SALTS)}`)
export const serviceName = (random: Random): string =>
  `${random.pick(OPERATIONS)} ${random.pick(ORGANS)}${random.pick(MANNERS)}`
export const diseaseName = (random: Random): string =>
  `${random.pick(DISORDERS)} ${random.pick(ORGANS)}${random.pick(COURSES)}`
export const herbName = (random: Random): string =>
  `${random.pick(HERB_FIRST)} ${random.pick(HERB_SECOND)}${random.pick(HERB_PREPARED)}`
export const preparationName = (random: Random): string =>
  Array.from({ length: 2 + random.below(6) }, () => `${random.pick(HERB_FIRST)} ${random.pick(HERB_SECOND)}`).join(', ')
export const patternName = (random: Random): string =>
  `${capital(random.pick(COMPLAINTS))} thể ${random.pick(PATTERNS)} ${random.pick(STATES)}`
export const bloodName = (random: Random): string => `${random.pick(BLOOD)} ${(1 + random.below(9)) * 50} ml`
export const supplyName = (random: Random): string =>
  `${random.pick(SUPPLIES)}${random.pick(MATERIALS)}, cỡ ${1 + random.below(24)}`
