/**
 * The scope of a question as SQL: conditions that hold for the rows of one province. A question is a function of it, so that nobody writes
 * one without having the scope in hand; `Region` makes it, gives the province, and runs no statement that asked it for no condition.
 */
export class OwnProvince {
  #isUsed = false

  /** Whether the statement took a condition. */
  get isUsed(): boolean {
    return this.#isUsed
  }

  /** Rows of a table with a facility: a code of it begins with its province. */
  ofFacility(table: string): string {
    return this.#condition(`substr(${table}.facility, 1, 2)`)
  }

  /** Rows of a table with a province. */
  ofProvince(table: string): string {
    return this.#condition(`${table}.province`)
  }

  /** Stale days of the province itself. */
  ofArea(staleDays: string): string {
    return this.#condition(`${staleDays}.area`)
  }

  /** Stale days of its facilities. */
  ofFacilityArea(staleDays: string): string {
    return `length(${staleDays}.area) > 2 AND ${this.#condition(`substr(${staleDays}.area, 1, 2)`)}`
  }

  #condition(code: string): string {
    this.#isUsed = true
    return `${code} = :${OWN_PROVINCE}`
  }
}

/** Named by no statement itself, and given by `Region` alone. */
export const OWN_PROVINCE = 'own_province'
