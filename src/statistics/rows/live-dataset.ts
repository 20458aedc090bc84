import type { AuditLog } from '../../audit/index.js'
import type { CountedApplication, CountedRequest } from '../../applications/index.js'
import type { CountedLoan, Drawdown, Repayment } from '../../loans/index.js'
import type { Day } from './day.js'
import {
  datasetOf,
  EMPTY_DATASET,
  updatedDataset,
  type Dataset,
  type OutdatedIds,
  type DatasetRows,
} from './dataset.js'
import type { CaseRow, FlowRow, LoanRow, RequestRow } from './row-types.js'
import {
  addOutcome,
  caseRow,
  drawnRow,
  loanRow,
  NO_REQUEST_OUTCOME,
  repaidRow,
  requestRow,
  type RequestOutcome,
  type SectionOf,
  type Intern,
} from './rows-from-records.js'

/** The stores that rows are read from; null reads all records. */
export type DatasetSources = {
  readonly audit: Pick<AuditLog, 'lastSeq' | 'after'>
  readonly requests: (ids: readonly string[] | null) => AsyncIterable<CountedRequest>
  readonly applications: (requestIds: readonly string[] | null) => AsyncIterable<CountedApplication>
  /** Ids of the requests of some applications. */
  readonly requestIdsOf: (applicationIds: readonly string[]) => Promise<readonly string[]>
  readonly loans: (ids: readonly string[] | null) => AsyncIterable<CountedLoan>
  readonly drawdowns: (loanIds: readonly string[] | null) => AsyncIterable<Drawdown>
  readonly repayments: (loanIds: readonly string[] | null) => AsyncIterable<Repayment>
  readonly sectionOf: SectionOf
}

/** With more changed records than this, everything is read again. */
const MOST_LOOKED_UP = 500
/** Events that add or remove rows without an event for each of them. */
const SWEEPING = new Set(['SAMPLES_ADDED', 'SAMPLES_REMOVED', 'ENTERPRISE_CLOSED'])

/** Changes since the last refresh: the requests and loans to read again, or all. */
type Changed = { readonly upTo: number; readonly requests: Set<string>; readonly loans: Set<string>; all: boolean }

/**
 * Keeps the rows of all figures in memory and updates them before every read. The audit log, written in the transaction
 * of every change, names the requests and loans that changed since the last update. So reads are never stale, whichever
 * process made the change; a restart reads everything once.
 */
export function liveDatasetOf(sources: DatasetSources) {
  let seq = -1
  let dataset: Dataset = EMPTY_DATASET
  let last: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null

  async function refresh(): Promise<void> {
    const changed = await changesSince(sources, seq)
    if (changed.all) dataset = datasetOf(await readRows(sources, null, null))
    else if (changed.requests.size > 0 || changed.loans.size > 0) {
      dataset = updatedDataset(dataset, changed, await readRows(sources, changed, dataset))
    }
    seq = changed.upTo
  }

  return {
    /** The dataset with every change that was committed before this call. */
    async current(): Promise<Dataset> {
      // A running refresh may have started before the caller's change: one more follows for all waiting callers.
      next ??= last
        .catch(() => undefined)
        .then(() => {
          next = null
          return refresh()
        })
      last = next
      await next
      return dataset
    },
  }
}

export type LiveDataset = ReturnType<typeof liveDatasetOf>

async function changesSince({ audit, requestIdsOf }: DatasetSources, seq: number): Promise<Changed> {
  // Read first: changes that come while rows are read are read again next time.
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

/**
 * Reads the rows of some requests and loans, or all. Records are turned into rows one at a time, so that they are never
 * all in memory.
 * @param before the last dataset, for requests of loans that are not read again
 */
async function readRows(
  sources: DatasetSources,
  only: OutdatedIds | null,
  before: Dataset | null,
): Promise<DatasetRows> {
  const shared = sharedTexts()
  const { requests, cases } = await readRequests(sources, only && [...only.requests], shared)
  if (only?.loans.size === 0) return { requests, cases, loans: [], flows: [] }
  const submittedDays = new Map<string, Day>()
  for (const { id, day } of before?.requests ?? []) submittedDays.set(id, day)
  for (const { id, day } of requests) submittedDays.set(id, day)
  return { requests, cases, ...(await readLoans(sources, only && [...only.loans], submittedDays, shared)) }
}

async function readRequests(
  { applications, requests, sectionOf }: DatasetSources,
  ids: readonly string[] | null,
  shared: Intern,
): Promise<Pick<DatasetRows, 'requests' | 'cases'>> {
  const read: { requests: RequestRow[]; cases: CaseRow[] } = { requests: [], cases: [] }
  if (ids?.length === 0) return read
  const outcomes = new Map<string, RequestOutcome>()
  for await (const application of applications(ids)) {
    addOutcome(outcomes, application)
    const row = caseRow(application, sectionOf, shared)
    if (row) read.cases.push(row)
  }
  for await (const request of requests(ids)) {
    read.requests.push(requestRow(request, outcomes.get(request.id) ?? NO_REQUEST_OUTCOME, sectionOf, shared))
  }
  return read
}

async function readLoans(
  sources: DatasetSources,
  ids: readonly string[] | null,
  submittedDays: ReadonlyMap<string, Day>,
  shared: Intern,
): Promise<Pick<DatasetRows, 'loans' | 'flows'>> {
  const loans = new Map<string, LoanRow>()
  const flows: FlowRow[] = []
  for await (const loan of sources.loans(ids)) {
    loans.set(loan.id, loanRow(loan, submittedDays.get(loan.requestId) ?? null, sources.sectionOf, shared))
  }
  for await (const drawdown of sources.drawdowns(ids)) {
    const row = drawnRow(drawdown, loans.get(drawdown.loanId))
    if (row) flows.push(row)
  }
  for await (const repayment of sources.repayments(ids)) {
    const row = repaidRow(repayment, loans.get(repayment.loanId))
    if (row) flows.push(row)
  }
  return { loans: [...loans.values()], flows }
}

function sharedTexts(): Intern {
  const texts = new Map<string, string>()
  return (text) => {
    if (text === null) return text
    const there = texts.get(text)
    if (there !== undefined) return there as typeof text
    texts.set(text, text)
    return text
  }
}
