/** Documents in memory, and their BSON bytes. See `types.ts` for how each BSON type is held. */
export type { Document } from './order.js'
export { copyOf, documentOf, drop, get, has, keysOf, put } from './order.js'
export { decode } from './decode.js'
export { encode } from './encode.js'
export { isDocument, isNumeric, typeOf, TYPE } from './types.js'
