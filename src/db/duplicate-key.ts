const DUPLICATE_KEY = 11_000

/** Whether the database refused a second record of the same key, which another writer may have put there just now. */
export const isDuplicateKey = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY
