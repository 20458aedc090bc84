import type { AuditLog } from '../../audit/index.js'
import type { CountedApplication, CountedRequest } from '../../applications/index.js'
import type { Drawdown, Loan, Repayment } from '../../loans/index.js'
import { ledgerOf, NO_ROWS, type Ledger } from '../figures/ledger.js'
import type { CaseRow, FlowRow, LoanRow, RequestRow } from '../figures/rows.js'
import { caseRow, flowRows, loanRow, NO_OUTCOME, outcomesOf, requestRow, type SectionOf } from './rows-of.js'

/** Where the records come from; null asks for all. */
export type Sources = {
  readonly audit: Pick<AuditLog, 'lastSeq' | 'after'>
  readonly requests: (ids: readonly string[] | null) => AsyncIterable<CountedRequest>
  readonly applications: (requestIds: readonly string[] | null) => AsyncIterable<CountedApplication>
  /** The requests that some applications belong to. */
  readonly requestIdsOf: (applicationIds: readonly string[]) => Promise<readonly string[]>
  readonly loans: (ids: readonly string[] | null) => AsyncIterable<Loan>
  readonly drawdowns: (loanIds: readonly string[] | null) => AsyncIterable<Drawdown>
  readonly repayments: (loanIds: readonly string[] | null) => AsyncIterable<Repayment>
  readonly sectionOf: SectionOf
}

/** More changed records than this are not looked up one by one: everything is read again. */
const MOST_LOOKED_UP = 500
/** Events after which rows may be gone, or be there without an event of their own. */
const SWEEPING = new Set(['SAMPLES_ADDED', 'SAMPLES_REMOVED', 'ENTERPRISE_CLOSED'])

/** A change that the rows do not have yet: the requests and loans to read again, or all of them. */
type Changed = { readonly upTo: number; readonly requests: Set<string>; readonly loans: Set<string>; all: boolean }

/** A request and what came of it, so that one can be replaced without the others. */
type Book = {
  readonly requests: Map<string, RequestRow>
  readonly cases: Map<string, readonly CaseRow[]>
  readonly loans: Map<string, LoanRow>
  readonly flows: Map<string, readonly FlowRow[]>
}

/**
 * The rows that figures are made of, kept in memory and brought up to date before every answer: the audit log, written
 * in the transaction of every change, says which requests and loans have changed since the last one. So nothing is ever
 * stale, whichever process made the change, and a restart only costs reading everything once.
 */
export function currentLedger(sources: Sources) {
  let book: Book = emptyBook()
  let seq = -1
  let ledger: Ledger = NO_ROWS
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  async function refresh(): Promise<void> {
    const changed = await changesSince(sources, seq)
    if (changed.all) book = emptyBook()
    if (changed.all || changed.requests.size > 0 || changed.loans.size > 0) {
      await readRequests(sources, book, changed.all ? null : [...changed.requests])
      await readLoans(sources, book, changed.all ? null : [...changed.loans])
      ledger = ledgerOf({
        requests: [...book.requests.values()],
        cases: [...book.cases.values()].flat(),
        loans: [...book.loans.values()],
        flows: [...book.flows.values()].flat(),
      })
    }
    seq = changed.upTo
  }

  const start = (): Promise<void> => {
    running = refresh().finally(() => {
      running = null
    })
    return running
  }

  return {
    /** The ledger with every change that was committed before this was called. */
    async now(): Promise<Ledger> {
      if (running === null) await start()
      else {
        // What runs may have begun before the caller's change: one more follows, for all who wait.
        next ??= running
          .catch(() => undefined)
          .then(() => {
            next = null
            return start()
          })
        await next
      }
      return ledger
    },
  }
}

export type CurrentLedger = ReturnType<typeof currentLedger>

const emptyBook = (): Book => ({ requests: new Map(), cases: new Map(), loans: new Map(), flows: new Map() })

async function changesSince({ audit, requestIdsOf }: Sources, seq: number): Promise<Changed> {
  // Asked first: what comes while the rest is read is told again next time, and read again.
  const upTo = await audit.lastSeq()
  const changed: Changed = { upTo, requests: new Set(), loans: new Set(), all: seq < 0 || upTo < seq }
  if (changed.all || upTo === seq) return changed
  const applications = new Set<string>()
  for await (const { name, subject } of audit.after(seq)) {
    if (SWEEPING.has(name)) changed.all = true
    if (subject.kind === 'application') applications.add(subject.id)
    if (subject.kind === 'request') changed.requests.add(subject.id)
    if (subject.kind === 'loan') changed.loans.add(subject.id)
  }
  changed.all ||= applications.size + changed.requests.size + changed.loans.size > MOST_LOOKED_UP
  if (!changed.all && applications.size > 0) {
    for (const id of await requestIdsOf([...applications])) changed.requests.add(id)
  }
  return changed
}

async function readRequests(sources: Sources, book: Book, ids: readonly string[] | null): Promise<void> {
  if (ids?.length === 0) return
  const cases = new Map<string, CaseRow[]>()
  const kept: CountedApplication[] = []
  for await (const application of sources.applications(ids)) {
    kept.push(application)
    const row = caseRow(application, sources.sectionOf)
    if (row) cases.set(row.requestId, [...(cases.get(row.requestId) ?? []), row])
  }
  const outcomes = outcomesOf(kept)
  for (const id of ids ?? []) {
    book.requests.delete(id)
    book.cases.delete(id)
  }
  for await (const request of sources.requests(ids)) {
    const outcome = outcomes.get(request.id) ?? NO_OUTCOME
    book.requests.set(request.id, requestRow(request, outcome, sources.sectionOf))
    book.cases.set(request.id, cases.get(request.id) ?? [])
  }
}

async function readLoans(sources: Sources, book: Book, ids: readonly string[] | null): Promise<void> {
  if (ids?.length === 0) return
  const [drawdowns, repayments] = [await byLoan(sources.drawdowns(ids)), await byLoan(sources.repayments(ids))]
  for (const id of ids ?? []) {
    book.loans.delete(id)
    book.flows.delete(id)
  }
  for await (const loan of sources.loans(ids)) {
    const row = loanRow(loan, book.requests.get(loan.requestId)?.day ?? null, sources.sectionOf)
    book.loans.set(loan.id, row)
    book.flows.set(loan.id, flowRows(row, drawdowns.get(loan.id) ?? [], repayments.get(loan.id) ?? []))
  }
}

async function byLoan<Event extends { readonly loanId: string }>(
  events: AsyncIterable<Event>,
): Promise<ReadonlyMap<string, readonly Event[]>> {
  const groups = new Map<string, Event[]>()
  for await (const event of events) {
    const group = groups.get(event.loanId)
    if (group) group.push(event)
    else groups.set(event.loanId, [event])
  }
  return groups
}
