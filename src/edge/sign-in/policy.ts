import type { Duty } from '../identity/duties.ts'

/** What a deployment asks of those who sign in at the portal. */
export type SignInPolicy = {
  /** Whoever holds one of these shows a second factor: a one-time code or a passkey. */
  readonly secondFactor: readonly Duty[]
}

/** Whether somebody with these duties has to show a second factor. */
export const needsSecondFactor = ({ secondFactor }: SignInPolicy, duties: readonly Duty[]): boolean =>
  duties.some((duty) => secondFactor.includes(duty))
