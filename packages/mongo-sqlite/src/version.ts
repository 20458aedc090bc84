/** Name of the one-member replica set the server presents itself as. */
export const SET_NAME = 'embedded'

/** The server release whose behaviour is followed. */
export const VERSION = '7.0.14'
export const VERSION_ARRAY = [7, 0, 14, 0]

/** Wire protocol version of that release. */
export const MAX_WIRE_VERSION = 21
