/** The 34 provinces of today as tiles of one size, each about where it lies; a province is known by its code since 01/07/2025. */
export type Tile = { readonly code: string; readonly short: string; readonly column: number; readonly row: number }

const tile = (code: string, short: string, column: number, row: number): Tile => ({ code, short, column, row })

export const TILES: readonly Tile[] = [
  tile('12', 'Lai Châu', 2, 1),
  tile('15', 'Lào Cai', 3, 1),
  tile('08', 'T. Quang', 4, 1),
  tile('04', 'Cao Bằng', 5, 1),
  tile('11', 'Điện Biên', 1, 2),
  tile('14', 'Sơn La', 2, 2),
  tile('25', 'Phú Thọ', 3, 2),
  tile('19', 'T. Nguyên', 4, 2),
  tile('20', 'Lạng Sơn', 5, 2),
  tile('01', 'Hà Nội', 3, 3),
  tile('24', 'Bắc Ninh', 4, 3),
  tile('31', 'Hải Phòng', 5, 3),
  tile('22', 'Q. Ninh', 6, 3),
  tile('37', 'Ninh Bình', 3, 4),
  tile('33', 'Hưng Yên', 4, 4),
  tile('38', 'T. Hóa', 3, 5),
  tile('40', 'Nghệ An', 3, 6),
  tile('42', 'Hà Tĩnh', 4, 6),
  tile('44', 'Quảng Trị', 4, 7),
  tile('46', 'Huế', 5, 7),
  tile('48', 'Đà Nẵng', 5, 8),
  tile('51', 'Q. Ngãi', 5, 9),
  tile('52', 'Gia Lai', 5, 10),
  tile('66', 'Đắk Lắk', 5, 11),
  tile('80', 'Tây Ninh', 2, 12),
  tile('75', 'Đồng Nai', 3, 12),
  tile('68', 'Lâm Đồng', 4, 12),
  tile('56', 'K. Hòa', 5, 12),
  tile('91', 'An Giang', 1, 13),
  tile('82', 'Đ. Tháp', 2, 13),
  tile('79', 'TP. HCM', 3, 13),
  tile('96', 'Cà Mau', 1, 14),
  tile('92', 'Cần Thơ', 2, 14),
  tile('86', 'V. Long', 3, 14),
]

/** The next tile in a direction: the nearest one that lies there. null: there is none. */
export function tileBeside({ code, column, row }: Tile, key: string): Tile | null {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  }
  const [x, y] = steps[key] ?? [0, 0]
  if (x === 0 && y === 0) return null
  const beside = TILES.flatMap((each) => {
    const [along, across] = [
      (each.column - column) * x + (each.row - row) * y,
      Math.abs((each.column - column) * y) + Math.abs((each.row - row) * x),
    ]
    return each.code !== code && along > 0 ? [{ each, distance: along + across * 3 }] : []
  })
  return beside.toSorted((a, b) => a.distance - b.distance)[0]?.each ?? null
}
