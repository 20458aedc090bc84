type Parameters<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Parameters<Rest>
  : P extends `${string}:${infer Name}`
    ? Name extends `${infer Bare}.${string}`
      ? Bare
      : Name
    : never

type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>

export type Path<P extends string> = {
  /** Builds the address; parameters are percent-encoded, empty query values left out. */
  (parameters: Record<Parameters<P>, string>, query?: Query): string
  /** The pattern as the router wants it. */
  readonly pattern: P
}

/** One address of the site: its pattern for the router, and a function that builds it, so that no URL is spelled twice. */
export function path<const P extends string>(pattern: P): Path<P> {
  const build = (parameters: Record<string, string>, query: Query = {}) => {
    const place = pattern.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''))
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) {
      for (const one of typeof value === 'object' ? value : [value]) {
        if (one !== undefined && one !== '') search.append(name, String(one))
      }
    }
    return search.size ? `${place}?${search.toString()}` : place
  }
  return Object.assign(build, { pattern })
}
