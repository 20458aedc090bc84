export { sameOrigin, securityHeaders } from './headers.js'
export { csrfProtection, csrfToken, startsSession } from './csrf.js'
export { sessionIndex, sessions, storedSessionId } from './session.js'
export { anonymousLimit } from './rate-limit.store.js'
