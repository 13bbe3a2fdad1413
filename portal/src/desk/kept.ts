/** Files on their way, kept while the page is open: going to another screen and back loses nothing. */
import { queries, whenAccountChanges } from '../signed-in/queries.ts'
import { Uploads } from './upload.ts'

export const uploads = new Uploads(() => void queries.invalidateQueries({ queryKey: ['submissions'] }))

// Nothing stays of what another was sending.
whenAccountChanges(() => uploads.forget())
