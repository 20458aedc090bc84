import type { ClientSession, Connection } from 'mongoose'
import type { AuditLog } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import type { Actor } from '../kernel/actor.js'
import { DomainError } from '../kernel/domain-error.js'
import { NEXT_STATES, type Announcement, type AnnouncementState } from './announcement.js'
import { announcementStore } from './announcement.store.js'
import { contactStore, emptyContact, type InstitutionContact } from './contact.store.js'

export type CentreService = ReturnType<typeof centreService>

export type CentreServiceParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
}

type Slice = { readonly skip: number; readonly limit: number }

/** Announcements, and the contacts of the centre at the banks. */
export function centreService({ connection, now, audit }: CentreServiceParts) {
  const announcements = announcementStore(connection)
  const contacts = contactStore(connection)
  const record = (session: ClientSession, name: string, actor: Actor, kind: string, id: string) =>
    audit.record(session, { name, actor, subject: { kind, id } })

  return {
    now,
    /** The latest published announcements, for the home page. */
    latestAnnouncements: async (count: number): Promise<readonly Announcement[]> =>
      (await announcements.list('published', { skip: 0, limit: count })).rows,
    published: (slice: Slice) => announcements.list('published', slice),
    allAnnouncements: (slice: Slice) => announcements.list(null, slice),

    /** @throws DomainError `centre.announcement-not-found`; visitors find published ones only. */
    async announcement(id: string, forVisitors: boolean): Promise<Announcement> {
      const found = await announcements.find(id)
      if (found === null || (forVisitors && found.state !== 'published'))
        throw new DomainError('centre.announcement-not-found')
      return found
    },

    draft: (given: Pick<Announcement, 'title' | 'text'>, by: Actor): Promise<string> =>
      inTransaction(connection, async (session) => {
        const id = await announcements.insert(session, given, now())
        await record(session, 'ANNOUNCEMENT_DRAFTED', by, 'announcement', id)
        return id
      }),

    /** @throws DomainError `centre.announcement-published`: a published announcement must be withdrawn before an edit. */
    edit: (id: string, given: Pick<Announcement, 'title' | 'text'>, by: Actor): Promise<void> =>
      inTransaction(connection, async (session) => {
        const done = await announcements.change(session, id, ['draft', 'withdrawn'], { ...given, updatedAt: now() })
        if (!done) throw new DomainError('centre.announcement-published')
        await record(session, 'ANNOUNCEMENT_EDITED', by, 'announcement', id)
      }),

    /** Publishes or withdraws. @throws DomainError `centre.announcement-moved` when its state does not allow it */
    moveAnnouncement: (id: string, state: AnnouncementState, by: Actor): Promise<void> =>
      inTransaction(connection, async (session) => {
        const from = (Object.keys(NEXT_STATES) as AnnouncementState[]).filter((one) => NEXT_STATES[one].includes(state))
        const at = now()
        const to = { state, updatedAt: at, ...(state === 'published' && { publishedAt: at }) }
        if (!(await announcements.change(session, id, from, to))) throw new DomainError('centre.announcement-moved')
        await record(
          session,
          state === 'published' ? 'ANNOUNCEMENT_PUBLISHED' : 'ANNOUNCEMENT_WITHDRAWN',
          by,
          'announcement',
          id,
        )
      }),

    /** The contact at each bank of the catalogue, in the same order. */
    async contactsAt(bankIds: readonly string[]): Promise<readonly InstitutionContact[]> {
      const noted = await contacts.all()
      return bankIds.map((id) => noted.get(id) ?? emptyContact(id))
    },

    saveContact: (given: Omit<InstitutionContact, 'updatedAt'>, by: Actor): Promise<void> =>
      inTransaction(connection, async (session) => {
        await contacts.put(session, { ...given, updatedAt: now() })
        const subject = { kind: 'institution', id: given.bankId }
        await audit.record(session, { name: 'INSTITUTION_NOTED', actor: by, subject, detail: { active: given.active } })
      }),
  }
}
