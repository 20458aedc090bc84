import { REFUSAL_CODES, REFUSALS, type RefusalCode, type ApplicationState } from '../../applications/index.js'
import { findFactSpec } from '@lueqiao/matching-engine'
import type { Period } from '../rows/day.js'
import { rowsDuring, type Dataset } from '../rows/dataset.js'
import type { CaseRow, RequestRow } from '../rows/row-types.js'

/**
 * Why a request found nobody. `no-taker`: no bank took it in the hall. `let-go`: banks had it and let it go or let it run
 * out, and none refused it. `refused`: at least one bank refused it and none is left.
 */
export type UnmetReason =
  | { readonly why: 'no-taker' | 'let-go' }
  | { readonly why: 'refused'; readonly code: RefusalCode | null; readonly fact: string | null }

export type UnmetRequest = RequestRow & { readonly reason: UnmetReason }

/** States in which a bank is no longer at work on a case, without the enterprise having taken it back. */
const ENDED_BY_BANK: ReadonlySet<ApplicationState> = new Set(['declined', 'released', 'expired'])
const NO_TAKER: ReadonlySet<ApplicationState> = new Set(['dispatched', 'expired'])

/**
 * Requests submitted in the period that nobody took or everybody let down, as things stand now. What stands open in the
 * hall, what a bank works on, and what the enterprise took back is not among them.
 */
export function unmetRequests(
  { requests, cases }: Pick<Dataset, 'requests' | 'cases'>,
  period: Period,
): readonly UnmetRequest[] {
  // prettier-ignore
  const byRequest = new Map<string, CaseRow[]>()
  for (const row of cases) {
    const group = byRequest.get(row.requestId)
    if (group) group.push(row)
    else byRequest.set(row.requestId, [row])
  }
  return rowsDuring(requests, ({ day }) => day, period).flatMap((row) => {
    const reason = reasonOf(row, byRequest.get(row.id) ?? [])
    return reason === null ? [] : [{ ...row, reason }]
  })
}

function reasonOf({ hallState }: RequestRow, own: readonly CaseRow[]): UnmetReason | null {
  if (hallState !== null && !NO_TAKER.has(hallState)) return null
  if (own.length === 0) return hallState === null ? null : { why: 'no-taker' }
  const standing = own.filter(({ state }) => state !== 'withdrawn')
  if (standing.length === 0 || !standing.every(({ state }) => ENDED_BY_BANK.has(state))) return null
  const refused = standing.filter(({ state }) => state === 'declined')
  return refused.length === 0 ? { why: 'let-go' } : { why: 'refused', ...commonest(refused) }
}

/** The reason given most often; of equal ones the first in the list of codes. */
function commonest(refused: readonly CaseRow[]): { readonly code: RefusalCode | null; readonly fact: string | null } {
  const counts = new Map<string, { readonly code: RefusalCode | null; readonly fact: string | null; count: number }>()
  for (const { refusal } of refused) {
    const { code, fact } = refusal ?? { code: null, fact: null }
    const key = `${String(code)} ${String(fact)}`
    const before = counts.get(key)
    if (before) before.count += 1
    else counts.set(key, { code, fact, count: 1 })
  }
  const place = (code: RefusalCode | null) => (code === null ? REFUSAL_CODES.length : REFUSAL_CODES.indexOf(code))
  const [first] = [...counts.values()].sort(
    (a, b) => b.count - a.count || place(a.code) - place(b.code) || ((a.fact ?? '') < (b.fact ?? '') ? -1 : 1),
  )
  return { code: first?.code ?? null, fact: first?.fact ?? null }
}

/** Under which name a request is counted. */
export const reasonKey = (reason: UnmetReason): string =>
  reason.why === 'refused' ? `refused:${reason.code ?? ''}:${reason.fact ?? ''}` : reason.why

export function reasonLabel(reason: UnmetReason): string {
  if (reason.why !== 'refused') return reason.why === 'no-taker' ? '大厅无机构认领' : '机构放弃或到期失效'
  const title = reason.code === null ? '未通过，原因未填写' : REFUSALS[reason.code].title
  const label = reason.fact === null ? null : (findFactSpec(reason.fact)?.label ?? null)
  return label === null ? title : `${title}：${label}`
}

/** Requests by why they found nobody; each is in one group, the largest first. */
export function reasonGroups(unmet: readonly UnmetRequest[]) {
  const groups = new Map<string, UnmetRequest[]>()
  for (const one of unmet) {
    const key = reasonKey(one.reason)
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups]
    .flatMap(([key, requests]) => {
      const [first] = requests
      return first === undefined ? [] : [{ key, label: reasonLabel(first.reason), requests }]
    })
    .sort((a, b) => b.requests.length - a.requests.length || (a.key < b.key ? -1 : 1))
}
