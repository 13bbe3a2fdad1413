/** Characters of a reason that is kept beside what somebody did: fewer say nothing. */
export const LEAST_REASON = 10
export const MOST_REASON = 500
