/**
 * A rule or a use case refuses. It carries a code and the data that a sentence about it needs; the words, the HTTP
 * status and the links are added at the edge, in the room's `*.error-pages.ts`.
 */
export class DomainError extends Error {
  constructor(
    /** Room and reason: `loan.number-taken`. */
    readonly code: string,
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(code)
    this.name = 'DomainError'
  }
}

/**
 * What is asked for does not exist, or is not for whoever asks: both look the same. A room that words its own sentence
 * names a code of its own; the others share one page.
 */
export class RecordNotFound extends DomainError {
  constructor(code = 'record.not-found') {
    super(code)
  }
}
