/** What decisions let a facility add to the code of a service: where it was done, with which anaesthesia, that it was broken off. */
const ADDED = /(?:\.K\.[0-9A-Z]{5}|_(?:GT|TB|TT))$/

/**
 * The code of a service without what was added to it. Tables that name one service need not add the same: up to QĐ 4750 the annex gives
 * XML4 no room for the facility that did a test.
 */
export const bareService = (code: string): string => (code.length > LONGEST_BARE ? code.replace(ADDED, '') : code)

/** XX.YYYY.ZZZZ has 12 characters, beds and examinations fewer. */
const LONGEST_BARE = 12
