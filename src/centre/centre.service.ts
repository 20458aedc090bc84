import type { ClientSession, Connection } from 'mongoose'
import type { Actor, AuditLog } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import { NotFound, PageError } from '../web/errors.js'
import { NEXT_STATES, type Announcement, type AnnouncementState } from './announcement.js'
import { announcementStore } from './announcement.store.js'
import { contactStore, unnoted, type InstitutionContact } from './contact.store.js'

export type CentreService = ReturnType<typeof centreService>

export type CentreParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
}

type Slice = { readonly skip: number; readonly limit: number }

/** What the centre keeps itself: announcements, and its contacts at the banks. */
export function centreService({ connection, now, audit }: CentreParts) {
  const announcements = announcementStore(connection)
  const contacts = contactStore(connection)
  const record = (session: ClientSession, name: string, actor: Actor, kind: string, id: string) =>
    audit.record(session, { name, actor, subject: { kind, id } })

  return {
    now,
    /** For the home page: what visitors are told, latest first. */
    latestAnnouncements: async (count: number): Promise<readonly Announcement[]> =>
      (await announcements.list('published', { skip: 0, limit: count })).rows,
    published: (slice: Slice) => announcements.list('published', slice),
    allAnnouncements: (slice: Slice) => announcements.list(null, slice),

    /** @throws NotFound when there is none, or, for visitors, none that is published. */
    async announcement(id: string, forVisitors: boolean): Promise<Announcement> {
      const found = await announcements.find(id)
      if (found === null || (forVisitors && found.state !== 'published'))
        throw new NotFound('没有这条公告，可能已经撤下。')
      return found
    },

    draft: (given: Pick<Announcement, 'title' | 'text'>, by: Actor): Promise<string> =>
      inTransaction(connection, async (session) => {
        const id = await announcements.insert(session, given, now())
        await record(session, 'ANNOUNCEMENT_DRAFTED', by, 'announcement', id)
        return id
      }),

    /** Changes the words. What is published is withdrawn first, so that nobody reads words that nobody released. */
    edit: (id: string, given: Pick<Announcement, 'title' | 'text'>, by: Actor): Promise<void> =>
      inTransaction(connection, async (session) => {
        const done = await announcements.change(session, id, ['draft', 'withdrawn'], { ...given, updatedAt: now() })
        if (!done) throw elsewhere('已发布的公告要先撤下才能修改。')
        await record(session, 'ANNOUNCEMENT_EDITED', by, 'announcement', id)
      }),

    moveAnnouncement: (id: string, state: AnnouncementState, by: Actor): Promise<void> =>
      inTransaction(connection, async (session) => {
        const from = (Object.keys(NEXT_STATES) as AnnouncementState[]).filter((one) => NEXT_STATES[one].includes(state))
        const at = now()
        const to = { state, updatedAt: at, ...(state === 'published' && { publishedAt: at }) }
        if (!(await announcements.change(session, id, from, to)))
          throw elsewhere('这条公告的状态已经变了，请刷新后查看。')
        await record(
          session,
          state === 'published' ? 'ANNOUNCEMENT_PUBLISHED' : 'ANNOUNCEMENT_WITHDRAWN',
          by,
          'announcement',
          id,
        )
      }),

    /** What is noted of each bank of the catalogue, in the same order. */
    async institutions(bankIds: readonly string[]): Promise<readonly InstitutionContact[]> {
      const noted = await contacts.all()
      return bankIds.map((id) => noted.get(id) ?? unnoted(id))
    },

    noteInstitution: (given: Omit<InstitutionContact, 'updatedAt'>, by: Actor): Promise<void> =>
      inTransaction(connection, async (session) => {
        await contacts.put(session, { ...given, updatedAt: now() })
        const subject = { kind: 'institution', id: given.bankId }
        await audit.record(session, { name: 'INSTITUTION_NOTED', actor: by, subject, detail: { active: given.active } })
      }),
  }
}

const elsewhere = (message: string) => new PageError(409, '没有保存', message)
