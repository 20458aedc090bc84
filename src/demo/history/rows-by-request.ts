import type { Row } from './memory-collection.js'
import type { History } from './tell-history.js'
import type { Noticed, Told } from './stage.js'

/** Rows of some collections, the events that tell of them, and what people were told. */
export type Share = { readonly rows: Map<string, Row[]>; readonly told: Told[]; readonly noticed: Noticed[] }

/** What was put on the stage and is kept elsewhere already, or says who was reminded of what did not happen. */
const STAYS = new Set(['enterprises', 'enterprise_evidence', 'application_counters', 'application_reminders'])

/**
 * What the history left, request by request in the order of submission, each with everything that hangs on it, so that
 * some can be taken over before the others. What belongs to no single request comes first, under null.
 */
export function rowsByRequest({ stage, told, noticed }: Pick<History, 'stage' | 'told' | 'noticed'>): readonly Share[] {
  const { memory } = stage
  const requests = memory.rowsOf('application_requests').toSorted((a, b) => timeOf(a) - timeOf(b))
  const shares = new Map<string | null, Share>([[null, emptyShare()]])
  for (const { _id } of requests) shares.set(String(_id), emptyShare())
  const requestOf = requestsOf(memory, requests)
  const shareOf = (id: string | null): Share => shares.get(id) ?? shares.get(null) ?? emptyShare()
  for (const name of memory.collections()) {
    if (STAYS.has(name)) continue
    for (const row of memory.rowsOf(name)) {
      const { rows } = shareOf(requestOf.row(name, row))
      const there = rows.get(name)
      if (there) there.push(row)
      else rows.set(name, [row])
    }
  }
  for (const event of told) shareOf(requestOf.event(event)).told.push(event)
  for (const notice of noticed) shareOf(requestOf.notice(notice)).noticed.push(notice)
  return [...shares.values()]
}

const emptyShare = (): Share => ({ rows: new Map(), told: [], noticed: [] })
const timeOf = ({ submittedAt }: Row): number => (submittedAt instanceof Date ? submittedAt.getTime() : 0)
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function requestsOf(memory: History['stage']['memory'], requests: readonly Row[]) {
  const byId = (name: string) => new Map(memory.rowsOf(name).map(({ _id, requestId }) => [_id, text(requestId)]))
  const [ofApplication, ofLoan] = [byId('applications'), byId('loans')]
  const ofNeed = new Map(requests.map(({ _id, needId }) => [needId, String(_id)]))
  const ofThing = new Map<string, string>(
    requests.flatMap(({ _id, enterpriseId, securities }) =>
      (securities as readonly { reference: string }[]).map(
        ({ reference }) => [`security:${String(enterpriseId)}:${reference.toUpperCase()}`, String(_id)] as const,
      ),
    ),
  )
  return {
    row(name: string, { _id, requestId, needId, loanId }: Row): string | null {
      if (['application_requests', 'application_snapshots', 'offer_choices'].includes(name)) return String(_id)
      if (name === 'enterprise_needs') return ofNeed.get(_id) ?? null
      if (name === 'application_guards') {
        const id = String(_id)
        return id.startsWith('need:') ? (ofNeed.get(id.slice(5)) ?? null) : (ofThing.get(id) ?? null)
      }
      return text(requestId) ?? (needId === undefined ? null : ofNeed.get(needId)) ?? ofLoan.get(loanId) ?? null
    },
    notice: ({ about: { kind, id } }: Noticed): string | null =>
      kind === 'hall-request' ? id : ((kind === 'loan' ? ofLoan : ofApplication).get(id) ?? null),
    event({ subject, detail }: Told): string | null {
      if (subject.kind === 'request') return subject.id
      if (subject.kind === 'application') return ofApplication.get(subject.id) ?? null
      if (subject.kind === 'loan') return ofLoan.get(subject.id) ?? null
      return ofNeed.get(detail?.needId) ?? null
    },
  }
}
