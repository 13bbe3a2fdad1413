/**
 * For Miniflare: a bucket that another process keeps. As in a deployment, the worker reaches R2 over HTTP and not in its own thread; what
 * answers there is Miniflare's R2 all the same.
 */
import type { WorkerOptions } from 'miniflare'

/** As much of a binding as this needs: `at` of the worker that uses the bucket, `bucket` of the one that hands it out. */
type Binding = { name: string; options: { at?: string; bucket?: string } }
type Service = { name: string }

const NAME = 'r2-apart'
const serviceAt = (address: string): Service => ({ name: `${NAME}:${address}` })

/** What Miniflare looks for in a module that `unsafeBindings` names; it calls these with the bindings of one worker. */
export const plugins = {
  [NAME]: {
    getBindings: (bindings: readonly Binding[] = []) =>
      bindings.map(({ name, options: { at, bucket } }) =>
        at === undefined
          ? // How Miniflare names the service of a bucket.
            { name, service: { name: `r2:bucket:${bucket}` } }
          : { name, r2Bucket: serviceAt(at) },
      ),
    getNodeBindings: () => ({}),
    getServices: ({ options = [] }: { options?: readonly Binding[] }) =>
      options.flatMap(({ options: { at } }) =>
        at === undefined ? [] : [{ ...serviceAt(at), external: { address: at, http: {} } }],
      ),
  },
}

const bindingWith = (name: string, options: Record<string, string>): NonNullable<WorkerOptions['unsafeBindings']> => [
  { name, type: NAME, plugin: { package: import.meta.filename, name: NAME }, options },
]

/** The bucket `name` is the one that answers at `host:port`. */
export const bucketAt = (name: string, address: string): WorkerOptions['unsafeBindings'] =>
  bindingWith(name, { at: address })

/** `name` is a service that speaks for the worker's own bucket, as R2 speaks to a worker. */
export const bucketAsService = (name: string, bucket: string): WorkerOptions['unsafeBindings'] =>
  bindingWith(name, { bucket })
