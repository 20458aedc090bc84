/** An outcome that may fail in a way the caller must handle; thrown errors are kept for broken promises of the code itself. */
export type Result<T, E = string> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value }
}

export function failed<E>(error: E): Result<never, E> {
  return { ok: false, error }
}
