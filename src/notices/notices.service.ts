import type { ClientSession, Connection } from 'mongoose'
import type { Config } from '../config.js'
import type { Organisation } from '../kernel/roles.js'
import type { Mail } from './mail.js'
import { isFor, type NoticeReader, type Notice, type Recipient, type NewNotice } from './notice.js'
import { noticeStore, type PastNotice, type Reader, type Slice } from './notice.store.js'

/** The header counts up to this number. */
export const countedTo = 99

export type NoticesParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly mail: Pick<Mail, 'post'>
  readonly config: Pick<Config, 'publicUrl'>
  /** The active accounts of an organisation, as they stand in the transaction. */
  readonly peopleOf: (organisation: Organisation, session: ClientSession) => Promise<readonly NoticeReader[]>
}

export type Notices = ReturnType<typeof noticesService>

/** Notices in the portal, and mails to those whose address is confirmed. */
export function noticesService({ connection, now, mail, config, peopleOf }: NoticesParts) {
  const store = noticeStore(connection)
  return {
    /**
     * Sends notices in the transaction of the change: one notice in the portal each, and one mail to each active
     * person it is for. A notice whose key was sent before is skipped.
     * @throws Error when an href is no path of the portal: a fault of the code.
     */
    async tell(session: ClientSession, given: NewNotice | readonly NewNotice[]): Promise<void> {
      const people = new Map<string, readonly NoticeReader[]>()
      for (const one of 'to' in given ? [given] : given) {
        if (!/^\/(?!\/)/.test(one.href)) throw new Error(`A notice leads to ${one.href}, which is no path.`)
        const meant = (await readersOf(people, one.to, session)).filter((person) => isFor(one.to, person))
        const ids = meant.map(({ id }) => id)
        if (!(await store.insert(session, one, ids, now()))) continue
        for (const { email, emailConfirmedAt } of meant) {
          if (emailConfirmedAt) await mail.post(session, mailTo(email, one))
        }
      }
    },

    /**
     * Stores the past notices of a sample history, without mails. Those older than `unreadSince` count as read.
     */
    async keepSamples(
      session: ClientSession,
      given: readonly (NewNotice & { readonly at: Date })[],
      unreadSince: Date,
    ): Promise<void> {
      const people = new Map<string, readonly NoticeReader[]>()
      const past: PastNotice[] = []
      for (const one of given) {
        const meant = one.at < unreadSince ? [] : await readersOf(people, one.to, session)
        past.push({ ...one, unreadBy: meant.filter((person) => isFor(one.to, person)).map(({ id }) => id) })
      }
      if (past.length > 0) await store.insertPast(session, past)
    },

    /** The inbox of a person, newest first. */
    list: (user: Reader, page: Slice): Promise<{ notices: Notice[]; total: number }> => store.list(user, page),

    /** How many notices this person has not read, counted up to one more than the header shows. */
    unread: (user: Pick<Reader, 'id'>): Promise<number> => store.unread(user.id, countedTo + 1),

    /** Marks one notice as read and returns it, or all (`all`). Null when this person has no such notice. */
    async markRead(user: Reader, id: string): Promise<Notice | null> {
      if (id !== 'all') return store.markRead(user, id)
      await store.markAllRead(user.id)
      return null
    },

    /** The notices to an enterprise and about it, for its export and its closure. */
    ofEnterprise: {
      name: 'notices',
      exportOf: (enterpriseId: string): Promise<unknown> =>
        store.everythingTo({ kind: 'enterprise', id: enterpriseId }),
      async close(session: ClientSession, enterpriseId: string): Promise<void> {
        await removeEnterprises(session, [enterpriseId])
      },
    },

    /** Deletes the notices to sample enterprises and about them. */
    removeSamples: (session: ClientSession, enterpriseIds: readonly string[]) =>
      removeEnterprises(session, enterpriseIds),

    /** Deletes the notices about records that are deleted themselves. Returns how many. */
    removeAbout: (session: ClientSession, kind: string, ids: readonly string[]): Promise<number> =>
      store.removeAbout(session, kind, ids),
  }

  async function readersOf(
    people: Map<string, readonly NoticeReader[]>,
    { kind, id }: Recipient,
    session: ClientSession,
  ): Promise<readonly NoticeReader[]> {
    const name = `${kind} ${id}`
    const readers = people.get(name) ?? (await peopleOf({ kind, id }, session))
    people.set(name, readers)
    return readers
  }

  async function removeEnterprises(session: ClientSession, ids: readonly string[]): Promise<void> {
    await store.removeTo(session, 'enterprise', ids)
    await store.removeAbout(session, 'enterprise', ids)
  }

  function mailTo(to: string, { subject, text, href, urgent }: NewNotice) {
    const where = isReachable(config.publicUrl) ? `打开：${config.publicUrl}${href}` : '请登录绿桥，在“消息”中查看。'
    return { to, subject: urgent ? `【请尽快处理】${subject}` : subject, text: `${text}\n\n${where}` }
  }
}

/** The default address leads only to the machine of the portal itself. */
const isReachable = (publicUrl: string): boolean => !publicUrl.startsWith('http://127.0.0.1:')
