import type { Request } from 'express'

/** The id in the address: a route is only reached with one, for its path names `:id`. */
export const idParam = (req: Request): string => String(req.params.id)
