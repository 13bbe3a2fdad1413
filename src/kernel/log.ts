/** What operators read: one line of JSON for each event, with its time, its level and where it was. It holds no data of a patient. */

export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string; readonly level?: Level }
type Level = 'info' | 'warning' | 'error'
export type Log = (line: LogLine) => void

/** Where this runs; lines of several deployments come together in one place. */
export type Whereabouts = { readonly deployment: string; readonly host?: string }

/** A log whose lines begin with time (ISO, UTC), level (without one: error) and whereabouts. `now` in epoch milliseconds. */
export const createLog =
  (write: (level: Level, text: string) => void, now: () => number, whereabouts: () => Whereabouts): Log =>
  ({ event, level = 'error', ...rest }) => {
    write(level, JSON.stringify({ time: new Date(now()).toISOString(), level, ...whereabouts(), event, ...rest }))
  }
