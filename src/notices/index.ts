/** What people are told: the inbox of the portal, and mails with their outbox. */
export { mailOf, type Mail, type Send } from './mail.js'
export type { Message, OutboxMessage } from './message.js'
export { inboxRoutes } from './inbox.pages.js'
export type { Addressee, Notice, Recipient, Tell } from './notice.js'
export { noticesOf, type Notices } from './notices-service.js'
export { noticesRoutes } from './outbox.pages.js'
export { countUnread } from './unread-count.js'
