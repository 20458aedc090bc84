import type { ClientSession, Connection } from 'mongoose'
import type { Config } from '../config.js'
import type { Organisation } from '../kernel/roles.js'
import type { Mail } from './mail.js'
import { isMeant, type Addressee, type Notice, type Recipient, type Tell } from './notice.js'
import { noticeStore, type PastNotice, type Reader, type Slice } from './notice.store.js'

/** The header shows no more than this: past it nobody counts. */
export const countedTo = 99

export type NoticesParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly mail: Pick<Mail, 'post'>
  readonly config: Pick<Config, 'publicUrl'>
  /** The active accounts of an organisation, as they stand in the transaction. */
  readonly peopleOf: (organisation: Organisation, session: ClientSession) => Promise<readonly Addressee[]>
}

export type Notices = ReturnType<typeof noticesOf>

/** What people are told of: in the portal, and by mail to those whose address is confirmed. */
export function noticesOf({ connection, now, mail, config, peopleOf }: NoticesParts) {
  const store = noticeStore(connection)
  return {
    /**
     * Tells, in the transaction of the change that it tells of: one notice in the portal each, and one mail to each
     * active person meant. One with a key that was told before is passed over.
     * @throws Error when an href is no path of the portal: a fault of the code.
     */
    async tell(session: ClientSession, given: Tell | readonly Tell[]): Promise<void> {
      const people = new Map<string, readonly Addressee[]>()
      for (const one of 'to' in given ? [given] : given) {
        if (!/^\/(?!\/)/.test(one.href)) throw new Error(`A notice leads to ${one.href}, which is no path.`)
        const meant = (await known(people, one.to, session)).filter((person) => isMeant(one.to, person))
        const ids = meant.map(({ id }) => id)
        if (!(await store.insert(session, one, ids, now()))) continue
        for (const { email, emailConfirmedAt } of meant) {
          if (emailConfirmedAt) await mail.post(session, mailTo(email, one))
        }
      }
    },

    /**
     * Keeps what the use of samples would have told by now, without mails. What is older than `unreadSince` counts as
     * read. For invented histories alone.
     */
    async keepSamples(
      session: ClientSession,
      told: readonly (Tell & { readonly at: Date })[],
      unreadSince: Date,
    ): Promise<void> {
      const people = new Map<string, readonly Addressee[]>()
      const past: PastNotice[] = []
      for (const one of told) {
        const meant = one.at < unreadSince ? [] : await known(people, one.to, session)
        past.push({ ...one, unreadBy: meant.filter((person) => isMeant(one.to, person)).map(({ id }) => id) })
      }
      if (past.length > 0) await store.insertPast(session, past)
    },

    /** What this person finds in the inbox, newest first. */
    list: (user: Reader, page: Slice): Promise<{ notices: Notice[]; total: number }> => store.list(user, page),

    /** How many this person has not read; counting ends one past what is shown. */
    unread: (user: Pick<Reader, 'id'>): Promise<number> => store.unread(user.id, countedTo + 1),

    /** Notes that this person has read one notice, which is answered, or all. Null: there is no such notice for this person. */
    async markRead(user: Reader, id: string): Promise<Notice | null> {
      if (id !== 'all') return store.markRead(user, id)
      await store.markAllRead(user.id)
      return null
    },

    /** What notices hold about an enterprise: all that it was told goes when it closes, and what others were told of it. */
    ofEnterprise: {
      name: 'notices',
      exportOf: (enterpriseId: string): Promise<unknown> =>
        store.everythingTo({ kind: 'enterprise', id: enterpriseId }),
      async close(session: ClientSession, enterpriseId: string): Promise<void> {
        await removeEnterprises(session, [enterpriseId])
      },
    },

    /** Takes away all that sample enterprises were told, and what others were told of them. */
    removeSamples: (session: ClientSession, enterpriseIds: readonly string[]) =>
      removeEnterprises(session, enterpriseIds),

    /** Takes away what anybody was told about these records, when the records themselves go. Returns how many. */
    removeAbout: (session: ClientSession, kind: string, ids: readonly string[]): Promise<number> =>
      store.removeAbout(session, kind, ids),
  }

  async function known(
    people: Map<string, readonly Addressee[]>,
    { kind, id }: Recipient,
    session: ClientSession,
  ): Promise<readonly Addressee[]> {
    const name = `${kind} ${id}`
    const here = people.get(name) ?? (await peopleOf({ kind, id }, session))
    people.set(name, here)
    return here
  }

  async function removeEnterprises(session: ClientSession, ids: readonly string[]): Promise<void> {
    await store.removeTo(session, 'enterprise', ids)
    await store.removeAbout(session, 'enterprise', ids)
  }

  function mailTo(to: string, { subject, text, href, urgent }: Tell) {
    const where = isKnown(config.publicUrl) ? `打开：${config.publicUrl}${href}` : '请登录绿桥，在“消息”中查看。'
    return { to, subject: urgent ? `【请尽快处理】${subject}` : subject, text: `${text}\n\n${where}` }
  }
}

/** The address that stands in when none is set leads nowhere but to the machine of the portal itself. */
const isKnown = (publicUrl: string): boolean => !publicUrl.startsWith('http://127.0.0.1:')
