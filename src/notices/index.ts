/** Notices in the portal, and mails with their outbox. */
export { mailJobs, mailService, type Mail, type Send } from './mail.js'
export type { Message, OutboxMessage } from './message.js'
export type { NewNotice, NewNotice as Tell, Notice, NoticeReader, Recipient } from './notice.js'
export { noticesService, type Notices } from './notices.service.js'
export { countUnread, noticesRoutes } from './notices.routes.js'
