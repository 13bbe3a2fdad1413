import type { Text } from '../../kernel/text.ts'

/**
 * A remedy that changes a row, or leaves one out, changes sums that other rules compare: whoever obeys it must be led no further
 * than this. The test of remedies obeys each of them and expects nothing new.
 */
const after = ({ vi, en }: Text, then: Text): Text => ({ vi: `${vi}; ${then.vi}`, en: `${en}; ${then.en}` })

/** A quantity, a price or a rate of the row has changed. */
export const thenRow = (remedy: Text): Text =>
  after(remedy, {
    vi: 'rồi tính lại các số tiền của dòng và các tổng của XML1',
    en: 'then compute the amounts of the row and the totals of XML1 again',
  })

/** An amount of a row has changed, or a row was added or left out. */
export const thenTotals = (remedy: Text): Text =>
  after(remedy, { vi: 'rồi cộng lại các tổng của XML1', en: 'then add up the totals of XML1 again' })
