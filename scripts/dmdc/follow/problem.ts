/** What was sent does not prove itself: nobody may go on with it. */
export class Mismatch extends Error {}

/** The server did not answer, or not with an answer; another time it may. */
export class Unreachable extends Error {}
