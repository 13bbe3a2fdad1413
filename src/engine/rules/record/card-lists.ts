import { isDate } from '../../record/moment.ts'
import { withoutLastDay } from '../../standards/forms.ts'
import { ALL_STANDARDS, broken, EXPECTED, REFUSED, SINCE_130, type RecordVerdict } from '../rule.ts'
import { recordRule } from './rule.ts'

const CARD = 'GD4010000000000'
const count = (list: string): number => list.split(';').length
const daysOf = (list: string): string[] => list.split(';').map((item) => item.trim())

/** Whether lists that say something of the same cards say it of as many. What is empty is another demand's finding. */
function sameCount(cards: string, others: readonly string[]): RecordVerdict {
  const counts = [cards, ...others].filter((list) => list !== '').map(count)
  return counts.every((each) => each === counts[0]) || broken({ counts: counts.join(', ') })
}

/** Each card's last day is not before its first; a card may have no last day. */
function inOrder(from: string, to: string): RecordVerdict {
  const [starts, ends] = [daysOf(from), daysOf(to)]
  const areDays = starts.every((day) => isDate(day)) && ends.every((day) => day === '' || isDate(day))
  if (starts.length !== ends.length || !areDays) return null
  return starts.every((start, at) => ends[at] === '' || start <= (ends[at] ?? ''))
}

const WITHOUT_LAST_DAY = new RegExp(withoutLastDay.regex)

/** The first card that should have a last day and has none; null where the lists are of different lengths. */
function withoutEnd(cards: string, to: string): RecordVerdict {
  const [numbers, ends] = [daysOf(cards), daysOf(to)]
  if (numbers.length !== ends.length) return null
  const at = ends.findIndex((end, nth) => end === '' && !WITHOUT_LAST_DAY.test(numbers[nth] ?? ''))
  return at < 0 || broken({ nth: at + 1 })
}

/** The first card that is there again from the same day; null where the lists are of different lengths. */
function eachOnce(cards: string, from: string): RecordVerdict {
  const [numbers, starts] = [daysOf(cards), daysOf(from)]
  if (numbers.length === 1 || numbers.length !== starts.length) return null
  const at = numbers.findIndex(
    (number, nth) =>
      number !== '' &&
      numbers.some((other, before) => before < nth && other === number && starts[before] === starts[nth]),
  )
  return at < 0 || broken({ nth: at + 1 })
}

const ofLists = {
  name: 'lists-of-one-length',
  tables: ['XML1'],
  ...REFUSED,
  problem: {
    vi: 'Số thẻ, số mã đăng ký KCB ban đầu và số mốc giá trị thẻ không bằng nhau: {counts}',
    en: 'The lists of cards, places of registration and days of validity have different lengths: {counts}',
  },
  remedy: {
    vi: 'Ghi đủ MA_DKBD, GT_THE_TU, GT_THE_DEN cho từng thẻ, cùng thứ tự, cách nhau bằng dấu ;',
    en: 'Write MA_DKBD, GT_THE_TU and GT_THE_DEN for every card, in the same order, separated by ;',
  },
  catalogue: ['ADM-20'],
} as const

/** ADM: lists that say something of the same cards. */
export const cardListRules = [
  recordRule({
    ...ofLists,
    field: 'MA_THE_BHYT',
    standards: SINCE_130,
    evidence: { MA_THE_BHYT: 'text' },
    also: { MA_DKBD: 'text', GT_THE_TU: 'text', GT_THE_DEN: 'text' },
    holds: ({ MA_THE_BHYT, MA_DKBD, GT_THE_TU, GT_THE_DEN }) =>
      sameCount(MA_THE_BHYT, [MA_DKBD, GT_THE_TU, GT_THE_DEN]),
    valid: [
      { why: 'one of each', record: { MA_THE_BHYT: CARD, MA_DKBD: '01001', GT_THE_TU: '20250101' } },
      { why: 'two of each', record: { MA_THE_BHYT: `${CARD};${CARD}`, MA_DKBD: '01001;01929' } },
    ],
    invalid: [{ why: 'one card, two places', record: { MA_THE_BHYT: CARD, MA_DKBD: '01001;01929' } }],
  }),
  recordRule({
    ...ofLists,
    field: 'MA_THE',
    standards: ['4210'],
    evidence: { MA_THE: 'text' },
    also: { MA_DKBD: 'text', GT_THE_TU: 'text', GT_THE_DEN: 'text' },
    holds: ({ MA_THE, MA_DKBD, GT_THE_TU, GT_THE_DEN }) => sameCount(MA_THE, [MA_DKBD, GT_THE_TU, GT_THE_DEN]),
    valid: [{ why: 'one of each', record: { MA_THE: CARD, MA_DKBD: '01001', GT_THE_TU: '20240101' } }],
    invalid: [{ why: 'two cards, one place', record: { MA_THE: `${CARD};${CARD}`, MA_DKBD: '01001' } }],
  }),
  recordRule({
    name: 'not-before-GT_THE_TU',
    tables: ['XML1'],
    field: 'GT_THE_DEN',
    ...EXPECTED,
    problem: { vi: 'GT_THE_DEN của một thẻ trước GT_THE_TU', en: 'GT_THE_DEN of a card is before its GT_THE_TU' },
    remedy: { vi: 'Kiểm tra lại GT_THE_TU và GT_THE_DEN', en: 'Check GT_THE_TU and GT_THE_DEN' },
    catalogue: ['ADM-22'],
    standards: ALL_STANDARDS,
    evidence: { GT_THE_TU: 'text', GT_THE_DEN: 'text' },
    holds: ({ GT_THE_TU, GT_THE_DEN }) => inOrder(GT_THE_TU, GT_THE_DEN),
    valid: [
      { why: 'a day', record: { GT_THE_TU: '20240506', GT_THE_DEN: '20240506' } },
      { why: 'the first has no last day', record: { GT_THE_TU: '20240101;20240506', GT_THE_DEN: ';20240506' } },
    ],
    invalid: [
      { why: 'a day less', record: { GT_THE_TU: '20240506', GT_THE_DEN: '20240505' } },
      { why: 'the second', record: { GT_THE_TU: '20230101;20240506', GT_THE_DEN: '20231231;20240505' } },
      {
        why: 'the second, beside one without a last day',
        record: { GT_THE_TU: '20230101;20240506', GT_THE_DEN: ';20240505' },
      },
    ],
  }),
  ...(['MA_THE_BHYT', 'MA_THE'] as const).map((cards) =>
    recordRule({
      name: `last-day-of-each-${cards}`,
      tables: ['XML1'],
      field: 'GT_THE_DEN',
      ...EXPECTED,
      problem: {
        vi: 'Thẻ thứ {nth} không có ngày hết giá trị trong GT_THE_DEN',
        en: 'Card {nth} has no last day in GT_THE_DEN',
      },
      remedy: {
        vi: 'Ghi ngày hết giá trị của thẻ vào đúng vị trí trong GT_THE_DEN; chỉ thẻ QN, HC, LS, XK, CY, CA được để trống',
        en: 'Write the last day of the card in its place in GT_THE_DEN; only cards QN, HC, LS, XK, CY and CA may have none',
      },
      catalogue: ['ADM-20', 'ADM-22'],
      standards: cards === 'MA_THE' ? ['4210'] : SINCE_130,
      evidence: { GT_THE_DEN: 'text' },
      also: { MA_THE_BHYT: 'text', MA_THE: 'text' },
      holds: ({ GT_THE_DEN, MA_THE_BHYT, MA_THE }) => withoutEnd(MA_THE_BHYT === '' ? MA_THE : MA_THE_BHYT, GT_THE_DEN),
      valid: [
        { why: 'a card of the army', record: { [cards]: `QN5970000000000;${CARD}`, GT_THE_DEN: ';20261231' } },
        { why: 'a day of each', record: { [cards]: `${CARD};${CARD}`, GT_THE_DEN: '20251231;20261231' } },
      ],
      invalid: [{ why: 'a card of a household', record: { [cards]: `${CARD};${CARD}`, GT_THE_DEN: '20251231;' } }],
    }),
  ),
  ...(['MA_THE_BHYT', 'MA_THE'] as const).map((cards) =>
    recordRule({
      name: 'each-card-once',
      tables: ['XML1'],
      field: cards,
      ...EXPECTED,
      problem: {
        vi: 'Thẻ thứ {nth} ghi lại một thẻ đã ghi trước đó, cùng ngày bắt đầu GT_THE_TU',
        en: 'Card {nth} repeats a card before it, with the same first day in GT_THE_TU',
      },
      remedy: {
        vi: 'Bỏ thẻ ghi lặp, cùng giá trị ở vị trí đó trong MA_DKBD, GT_THE_TU và GT_THE_DEN; thẻ gia hạn thì ghi đúng GT_THE_TU mới',
        en: 'Leave out the repeated card and its values in MA_DKBD, GT_THE_TU and GT_THE_DEN; for a renewed card write its new GT_THE_TU',
      },
      catalogue: ['ADM-20'],
      standards: cards === 'MA_THE' ? ['4210'] : SINCE_130,
      evidence: { GT_THE_TU: 'text' },
      also: { MA_THE_BHYT: 'text', MA_THE: 'text' },
      holds: ({ GT_THE_TU, MA_THE_BHYT, MA_THE }) => eachOnce(MA_THE_BHYT === '' ? MA_THE : MA_THE_BHYT, GT_THE_TU),
      valid: [
        { why: 'renewed', record: { [cards]: `${CARD};${CARD}`, GT_THE_TU: '20250101;20260101' } },
        { why: 'another card', record: { [cards]: `${CARD};QN5970000000000`, GT_THE_TU: '20250101;20250101' } },
      ],
      invalid: [
        { why: 'written twice', record: { [cards]: `${CARD};${CARD}`, GT_THE_TU: '20250101;20250101' } },
        {
          why: 'the first once more behind another',
          record: { [cards]: `${CARD};QN5970000000000;${CARD}`, GT_THE_TU: '20250101;20240101;20250101' },
        },
      ],
    }),
  ),
]
