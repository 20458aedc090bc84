import type { ClientSession } from 'mongoose'
import { systemActor } from '../../audit/index.js'
import { inTransaction } from '../../db/index.js'
import { begun, partsOf, type HistoryDeps } from './begin-history.js'
import { historyStore, type HistoryState } from './history.store.js'
import { rowsByRequest } from './rows-by-request.js'
import { tellHistory } from './tell-history.js'
import { inOrder, notThere, seenFirst, takeOver } from './take-over.js'

/** Requests that are taken over in one transaction: a fraction of a second, so that nobody waits long. */
const AT_ONCE = 12

/** What was told longer ago has been read. */
const UNREAD_DAYS = 7
const DAY_MS = 86_400_000

/**
 * Tells the sample history and takes it over, some requests at a time and each of them whole or not at all. A start
 * that was cut off is gone on with by the next one: the same two years are told again, and requests whose numbers are
 * there already are left out, in whatever order they came. Nobody gets a mail of any of it, and only people of the
 * demonstration find notices. What they can see comes first. Ends early where the samples are taken away meanwhile.
 * @param count about how many applications
 * @returns how many applications came in with this call
 */
export async function loadHistory(deps: HistoryDeps, count: number, stopped?: AbortSignal): Promise<number> {
  const { connection } = deps
  const store = historyStore(connection)
  const found = await begun(deps, count)
  if (found === null || found.finished) return 0
  let state: HistoryState = found
  const parts = await partsOf(deps, state)
  const history = await tellHistory(parts, state.counters, stopped)
  const shares = seenFirst(rowsByRequest(history), parts.accounts)
  const left = [...(await notThere(connection, shares, state.done > 0))]
  let applications = 0
  // Once even where nothing is left: what is all there is to be called finished.
  while (!state.finished) {
    stopped?.throwIfAborted()
    const before: HistoryState = state
    const some = left.splice(0, AT_ONCE)
    const after: HistoryState = { ...before, done: before.done + some.length, finished: left.length === 0 }
    const went = await inTransaction(connection, async (session) => {
      if (!isSame(await store.find(session), before)) return false
      await takeOver(connection, session, some)
      const noticed = some.flatMap((share) => share.noticed)
      await deps.notices.keepSamples(session, noticed, unreadSince(before))
      await store.setDone(session, after.done, after.finished)
      await deps.audit.recordAll(session, inOrder(some))
      if (after.finished) await tellAll(deps, session, history.planned.length)
      return true
    })
    if (!went) return applications
    state = after
    applications += some.reduce((sum, { rows }) => sum + (rows.get('applications')?.length ?? 0), 0)
  }
  return applications
}

const unreadSince = ({ end }: HistoryState): Date => new Date(end.getTime() - UNREAD_DAYS * DAY_MS)

/** Not so where the history was taken away meanwhile, perhaps begun anew, or somebody else is at it. */
const isSame = (kept: HistoryState | null, known: HistoryState): boolean =>
  kept?.end.getTime() === known.end.getTime() && kept.done === known.done && !kept.finished

const tellAll = ({ audit }: HistoryDeps, session: ClientSession, requests: number) =>
  audit.record(session, {
    name: 'SAMPLES_ADDED',
    actor: systemActor,
    subject: { kind: 'demo', id: 'history' },
    detail: { requests },
  })
