import type { FigureRow, FigureTable } from '../answer-figure.ts'
import { levelNames, LEVELS, type LevelCounts } from '../connection.ts'
import type { DimensionId } from '../figures.ts'
import { headings } from '../headings.ts'
import { joinTables } from '../join-tables.ts'
import type { Labels } from '../labels.ts'
import { comparedValues, countsOfColumn, type ProvinceReport } from '../report.ts'
import type { Chart, DocumentCell, DocumentRow, Letterhead, Section, SignedDocument } from './document.ts'
import { shownDay } from '../../kernel/vietnam-time.ts'
import { NOTHING } from './vietnamese.ts'

export type ReportWords = {
  readonly letterhead: Letterhead
  /** Of whose facilities: `thuộc Thành phố Hà Nội`, `trên toàn quốc`. */
  readonly whose: string
  /** The province of today by old code, where the parts of the report are provinces, as of the nation; null: they are facilities. */
  readonly provinceNames: ReadonlyMap<string, string> | null
  /** Provinces that did not answer. */
  readonly missing: readonly string[]
  /** How new the data is, in words. */
  readonly asOf: string
  readonly labels: ReadonlyMap<DimensionId, Labels>
  /** The address of the list behind a cell; null where there is no such list. */
  readonly listOf: (table: FigureTable, key: string, column: string) => string | null
}

/** The periodic report of a region as a document to sign. */
export function reportDocument(report: ProvinceReport, words: ReportWords): SignedDocument {
  const { period, before } = report
  const { whose, asOf, letterhead, provinceNames, missing } = words
  return {
    letterhead,
    kind: 'BÁO CÁO',
    subject: `Tình hình gửi dữ liệu khám bệnh, chữa bệnh bảo hiểm y tế ${period.vi}`,
    opening: [
      `Thực hiện Thông tư số 48/2017/TT-BYT ngày 28/12/2017 của Bộ trưởng Bộ Y tế, ${letterhead.agency} báo cáo tình hình gửi dữ liệu khám bệnh, chữa bệnh bảo hiểm y tế của các cơ sở khám bệnh, chữa bệnh ${whose}.`,
      `Kỳ báo cáo: ${period.vi} (hồ sơ nhận từ ${shownDay(period.from)} đến ${shownDay(period.to)}). Kỳ trước: từ ${shownDay(before.from)} đến ${shownDay(before.to)}. Số liệu tính đến ${asOf}.`,
    ],
    sections: [
      connectionSection(report),
      comparedSection(report),
      ...report.figures.map((table) => figureSection(table, words, report)),
    ],
    remarks: ['Đánh giá chung', 'Khó khăn, vướng mắc', 'Đề xuất, kiến nghị'],
    annexes: [provinceNames === null ? facilitySection(report, words) : provinceSection(report, provinceNames)],
    notes: [
      ...(missing.length === 0
        ? []
        : [`Chưa có số liệu của: ${missing.map((code) => provinceNames?.get(code) ?? code).join(', ')}.`]),
      `${OF_PEOPLE} ${peopleDays(report)}`,
      'Dấu * thay cho số liệu dựa trên dưới 5 người bệnh, hoặc cho phép suy ra số liệu như vậy; dòng không nêu được số nào thì bỏ.',
      'Hồ sơ được tính theo ngày nhận. Chẩn đoán và chi phí tính trên hồ sơ đề nghị thanh toán được tiếp nhận, bản mới nhất.',
      'Bảng theo quy tắc, bệnh và nhóm chi phí nêu các dòng có nhiều hồ sơ nhất. Số tiền tính bằng đồng, làm tròn đến đồng.',
    ],
  }
}

const OF_PEOPLE =
  'Số liệu về người bệnh (loại hình khám bệnh, chữa bệnh; chẩn đoán; chi phí) chỉ tính các tháng trọn vẹn đã hết trong kỳ:'

function peopleDays({ ofPeople }: ProvinceReport): string {
  if (ofPeople === null) return 'kỳ này chưa có tháng nào, nên chưa có số liệu.'
  return `hồ sơ nhận từ ${shownDay(ofPeople.from)} đến ${shownDay(ofPeople.to)}.`
}

function connectionSection({ connection, kinds }: ProvinceReport): Section {
  const cells = (name: string, counts: LevelCounts): DocumentRow => {
    const levels = LEVELS.map((level) => counts[level])
    return { cells: [name, ...levels, levels.reduce((sum, count) => sum + count, 0)] }
  }
  return {
    title: 'Kết nối của cơ sở khám bệnh, chữa bệnh',
    table: {
      columns: [
        { title: 'Tuyến', width: 4 },
        ...LEVELS.map((level) => ({ title: levelNames[level], width: 2 })),
        { title: 'Cộng', width: 1.5 },
      ],
      rows: kinds.map(({ kind, levels }) => cells(kind ?? 'Danh mục không ghi', levels)),
      total: cells('Tổng số', connection),
    },
  }
}

function comparedSection(report: ProvinceReport): Section {
  const rows = comparedValues(report).map(({ title, now, before }): DocumentRow => {
    const [cell, earlier] = [cellOf(now), cellOf(before)]
    return { cells: [title.vi, cell, earlier, changeOf(cell, earlier)] }
  })
  return {
    title: 'Số liệu chung, so với kỳ trước',
    chart: courseOf(report.days, report),
    table: {
      columns: [
        { title: 'Chỉ tiêu', width: 4 },
        { title: 'Kỳ này', width: 2 },
        { title: 'Kỳ trước', width: 2 },
        { title: 'Tăng, giảm', width: 1.5 },
      ],
      rows,
      total: null,
    },
  }
}

/** A count, or an amount that is a decimal. */
const cellOf = (value: number | string | null): DocumentCell => (typeof value === 'string' ? { amount: value } : value)

/** Nothing where there is nothing to divide by, or one of them is withheld. */
function changeOf(now: DocumentCell, before: DocumentCell): DocumentCell {
  const [a, b] = [numberOf(now), numberOf(before)]
  return a === null || b === null || b === 0 ? NOTHING : { change: a / b - 1 }
}

function numberOf(cell: DocumentCell): number | null {
  if (typeof cell === 'number') return cell
  return cell !== null && typeof cell === 'object' && 'amount' in cell ? Number(cell.amount) : null
}

/** Up to so many days are shown as days, beyond it as months. */
const MOST_DAYS = 31

/** Dossiers that were accepted and rejected, by day or by month. */
function courseOf({ rows, figure }: FigureTable, { period }: ProvinceReport): Chart {
  const isLong = (Date.parse(period.to) - Date.parse(period.from)) / DAY_MS >= MOST_DAYS
  const stepOf = (day: string): string => (isLong ? day.slice(0, 7) : day)
  const steps = [...new Set(daysIn(period).map(stepOf))]
  const column = (ids: readonly string[]): number[] => {
    const at = ids.map((id) => figure.columns.findIndex((each) => each.id === id))
    return steps.map((step) =>
      rows.filter(({ key }) => stepOf(key) === step).reduce((sum, { counts }) => sum + sumOf(at, counts), 0),
    )
  }
  return {
    title: `Hồ sơ nhận theo ${isLong ? 'tháng' : 'ngày'}`,
    categories: steps.map((step) => (isLong ? shownDay(step) : step.slice(8))),
    series: [
      { name: 'Được tiếp nhận', values: column(['accepted', 'acceptedWithWarnings']) },
      { name: 'Bị từ chối', values: column(['rejected']) },
    ],
  }
}

const DAY_MS = 24 * 60 * 60 * 1000

const sumOf = (at: readonly number[], counts: FigureRow['counts']): number =>
  at.reduce((sum, index) => sum + (counts[index] ?? 0), 0)

function daysIn({ from, to }: ProvinceReport['period']): string[] {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
  return Array.from({ length: days }, (_, at) => new Date(Date.parse(from) + at * DAY_MS).toISOString().slice(0, 10))
}

/** Ids say nothing to whoever reads a report: of these the name alone is shown. */
const NAMED_ALONE: ReadonlySet<DimensionId> = new Set(['total', 'rule', 'table'])

function figureSection(table: FigureTable, { labels, listOf }: ReportWords, { provinces }: ProvinceReport): Section {
  const { figure, by, rows, total } = table
  const names = labels.get(by)
  const nameOf = (key: string): string => {
    const name = names?.get(key)?.vi
    if (name === undefined) return key
    return NAMED_ALONE.has(by) || key === '' ? name : `${key} – ${name}`
  }
  const line = (name: string, { counts, amounts }: FigureRow, key: string | null): DocumentRow => ({
    cells: [name, ...counts, ...amounts.map(cellOf)],
    ...(key === null || provinces.length > 1
      ? {}
      : {
          lists: [
            null,
            ...figure.columns.map(({ id }, at) => (counts[at] === 0 ? null : listOf(table, key, id))),
            ...amounts.map(() => null),
          ],
        }),
  })
  return {
    title: `${figure.title.vi}${by === 'total' ? '' : ` theo ${OF[by] ?? headings[by].toLowerCase()}`}`,
    table: {
      columns: [
        { title: by === 'total' ? '' : headings[by], width: by === 'total' ? 1.5 : 5 },
        ...figure.columns.map(({ title }) => ({ title: title.vi, width: 1.5 })),
        ...figure.amounts.map(({ title }) => ({ title: title.vi, width: 2 })),
      ],
      rows: rows.map((row) => line(nameOf(row.key), row, row.key)),
      total: total && line('Tổng số', total, null),
    },
  }
}

/** How a title names a dimension. */
const OF: Readonly<Partial<Record<DimensionId, string>>> = {
  'encounter-type': 'loại hình khám bệnh, chữa bệnh',
  rule: 'quy tắc kiểm tra',
  chapter: 'chương ICD-10',
  diagnosis: 'bệnh',
  'cost-group': 'nhóm chi phí',
}

/** Columns of the facility table, out of volumes and timeliness. */
const OF_VOLUMES = ['received', 'accepted', 'acceptedWithWarnings', 'rejected']
const OF_TIMELINESS = ['late', 'missing']

function facilitySection({ facilities, provinces }: ProvinceReport, { listOf }: ReportWords): Section {
  const { connected, volumes, timeliness } = facilities
  const columns = [
    ...OF_VOLUMES.map((id) => columnOf(volumes, id)),
    ...OF_TIMELINESS.map((id) => columnOf(timeliness, id)),
  ]
  return {
    title: 'Số liệu theo cơ sở khám bệnh, chữa bệnh',
    table: {
      columns: [
        { title: 'Mã', width: 1.2 },
        { title: 'Cơ sở', width: 4 },
        { title: 'Mức kết nối', width: 1.8 },
        ...columns.map(({ title }) => ({ title, width: 1.4 })),
        { title: 'Gửi gần nhất', width: 1.8 },
      ],
      rows: connected.map(({ facility, name, level, lastReceivedOn }) => {
        const counts = columns.map(({ of }) => of(facility))
        const lists = columns.map(({ table, id }, at) => (counts[at] === 0 ? null : listOf(table, facility, id)))
        return {
          cells: [
            facility,
            name ?? '(ngoài danh mục)',
            levelNames[level],
            ...counts,
            lastReceivedOn === null ? NOTHING : shownDay(lastReceivedOn),
          ],
          ...(provinces.length > 1 ? {} : { lists: [null, null, null, ...lists, null] }),
        }
      }),
      total: { cells: ['', 'Tổng số', '', ...columns.map(({ total }) => total), ''] },
    },
  }
}

/** Volumes and deadlines of each province of today; those that it was made of are added up. */
function provinceSection({ compared }: ProvinceReport, names: ReadonlyMap<string, string>): Section {
  const figures = compared.filter(({ now: { figure } }) => figure.id === 'volumes' || figure.id === 'timeliness')
  const nameOf = (province: string): string => names.get(province) ?? province
  const all = [...new Set(figures.flatMap(({ parts }) => parts.map(({ province }) => nameOf(province))))]
  const countsOf = ({ figure, rows: [row] }: FigureTable): readonly (number | null)[] =>
    row?.counts ?? figure.columns.map(() => 0)
  return {
    title: 'Số liệu theo tỉnh, thành phố',
    table: {
      columns: [
        { title: 'Tỉnh, thành phố', width: 3 },
        ...figures.flatMap(({ now }) => now.figure.columns.map(({ title }) => ({ title: title.vi, width: 1.2 }))),
      ],
      rows: all.map((name) => ({
        cells: [
          name,
          ...figures.flatMap(({ parts }) => {
            const [first, ...others] = parts.flatMap(({ province, table }) =>
              nameOf(province) === name ? [table] : [],
            )
            return first === undefined ? [] : countsOf(joinTables([first, ...others]))
          }),
        ],
      })),
      total: { cells: ['Tổng số', ...figures.flatMap(({ now }) => countsOf(now))] },
    },
  }
}

function columnOf(table: FigureTable, id: string) {
  const at = table.figure.columns.findIndex((column) => column.id === id)
  return {
    id,
    table,
    title: table.figure.columns[at]?.title.vi ?? id,
    of: countsOfColumn(table, id),
    total: table.total ? (table.total.counts[at] ?? null) : 0,
  }
}
