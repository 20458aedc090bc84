import type { ErrorPages } from './web/errors.js'

/** How the rooms word the refusals of their rules, collected from their `*.error-pages.ts`. */
export const errorPages: ErrorPages = {}
