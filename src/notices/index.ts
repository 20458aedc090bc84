/** Mails and their outbox. */
export { mailOf, type Mail, type Send } from './mail.js'
export type { Message, OutboxMessage } from './message.js'
export { noticesRoutes } from './outbox.pages.js'
