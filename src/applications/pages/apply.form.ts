import { CONSENT_SCOPES, type ConsentScope, type Need } from '../../enterprises/index.js'
import { addMonths } from '../../kernel/dates.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import { wanFromFen, type Fen } from '../../kernel/money.js'
import { fault, type FormFault } from '../../web/form.js'
import type { Draft } from '../data/draft.store.js'
import type { Application } from '../rules/application.js'
import type { OfferedSecurity } from '../rules/financing-request.js'
import type { Submission } from '../rules/submission.js'
import type { ApplyContext } from './apply-page.js'
import { listIn, readDay, readNumber, readWan, textIn, type FieldReading, type TypedForm } from './typed-form.js'

/** Rows for things offered as security. */
export const SECURITY_ROWS = 8
const KNOWN =
  /^(?:amount|term|firstLoan|agreed|agreedHall|scopes|until|excluded|doc-[a-z-]{1,30}|(?:kind|ref|value|part)-[1-8])$/

export const isApplyField = (field: string): boolean => KNOWN.test(field)

export type ReadSubmission = {
  readonly submission: Submission
  /** What cannot be read at all. */
  readonly faults: readonly FormFault[]
  /** By place among the securities: the row of the form it stands in. */
  readonly rows: readonly number[]
}

/** Reads the form of a draft. What is empty is left open; whether it may be is decided at submission. */
export function readSubmission(draft: Draft, typed: TypedForm): ReadSubmission {
  const faults: FormFault[] = []
  const take = <T>(field: string, label: string, read: FieldReading<T>): T | null => {
    if (!('fault' in read)) return read.value
    faults.push(fault(field, `${label}：${read.fault}`))
    return null
  }
  const rows: number[] = []
  const securities: OfferedSecurity[] = []
  for (let row = 1; row <= SECURITY_ROWS; row += 1) {
    const kind = textIn(typed, `kind-${row}`)
    if (kind === '') continue
    rows.push(row)
    securities.push({
      kind,
      reference: textIn(typed, `ref-${row}`).slice(0, 100),
      valueFen: take(`value-${row}`, `${kind}的价值`, readWan(textIn(typed, `value-${row}`))),
      pledgedFen: take(`part-${row}`, `${kind}用于本次的部分`, readWan(textIn(typed, `part-${row}`))),
    })
  }
  const submission: Submission = {
    key: draft.id,
    needId: draft.needId,
    channel: draft.channel,
    productIds: draft.productIds,
    excludedBanks: listIn(typed, 'excluded'),
    amountFen: take('amount', '申请金额', readWan(textIn(typed, 'amount'))),
    termMonths: take(
      'term',
      '申请期限',
      readNumber(textIn(typed, 'term'), { unit: '个月', min: 1, max: 600, whole: true }),
    ),
    securities,
    papers: papersIn(typed),
    firstLoan: FIRST_LOAN[textIn(typed, 'firstLoan')],
    agreedBanks: listIn(typed, 'agreed'),
    agreedHall: textIn(typed, 'agreedHall') !== '',
    scopes: listIn(typed, 'scopes').filter((scope): scope is ConsentScope => Object.hasOwn(CONSENT_SCOPES, scope)),
    until: readDay(textIn(typed, 'until')),
  }
  return { submission, faults, rows }
}

const FIRST_LOAN: Readonly<Record<string, boolean | null>> = { yes: true, no: false, unknown: null }

function papersIn(typed: TypedForm): Submission['papers'] {
  return Object.keys(typed).flatMap((field) => {
    const evidenceIds = field.startsWith('doc-') ? listIn(typed, field) : []
    return evidenceIds.length > 0 ? [{ code: field.slice('doc-'.length), evidenceIds }] : []
  })
}

/** Faults of a submission as those of its form: securities are counted by their rows there. One fault a sentence. */
export function formFaults(read: ReadSubmission, refused: readonly FieldFault[]): readonly FormFault[] {
  const own = new Set(read.faults.map(({ field }) => field))
  const others = refused
    .map(({ field, message }) => fault(inForm(field, read.rows), message))
    // A field that cannot be read counts as empty; both messages at once would mislead.
    .filter(({ field }) => field === '' || !own.has(field))
  return [...new Map([...read.faults, ...others].map((one) => [`${one.field}|${one.message}`, one])).values()]
}

function inForm(field: string, rows: readonly number[]): string {
  const security = /^(ref|part|value)-(\d+)$/.exec(field)
  return security ? `${security[1]}-${rows[Number(security[2]) - 1] ?? 1}` : field
}

/** Months that a consent of an application runs unless the enterprise says otherwise. */
const USUAL_CONSENT_MONTHS = 6

/**
 * The values of a new form: the need's terms up to its remaining amount, or those of the earlier request. No consent is
 * given in advance, and whether it is the first loan is asked again.
 */
export async function prefilled(context: ApplyContext, need: Need, after: Application | null): Promise<TypedForm> {
  const { requests, enterprise, today } = context
  const before = after && (await requests.get({ enterpriseId: enterprise.id }, after.requestId))
  const { leftFen } = await requests.leftOf(need)
  const wanted = before?.amountFen ?? need.amountFen
  const amount = wanted === null || leftFen === null ? wanted : Math.min(wanted, leftFen)
  const own: readonly OfferedSecurity[] = (need.securities ?? []).map(({ kind, valueFen }) => ({
    ...{ kind, valueFen },
    ...{ reference: '', pledgedFen: null },
  }))
  const term = before?.termMonths ?? need.termMonths
  return {
    amount: wan(amount === 0 ? null : amount),
    term: term === null ? '' : String(term),
    scopes: Object.keys(CONSENT_SCOPES),
    until: addMonths(today, USUAL_CONSENT_MONTHS),
    ...securityFields(before?.securities ?? own),
    ...Object.fromEntries((before?.papers ?? []).map(({ code, evidenceIds }) => [`doc-${code}`, evidenceIds[0] ?? ''])),
    ...(before && before.excludedBanks.length > 0 && { excluded: before.excludedBanks }),
  }
}

function securityFields(securities: readonly OfferedSecurity[]): TypedForm {
  return Object.fromEntries(
    securities.slice(0, SECURITY_ROWS).flatMap(({ kind, reference, valueFen, pledgedFen }, place) => [
      [`kind-${place + 1}`, kind],
      [`ref-${place + 1}`, reference],
      [`value-${place + 1}`, wan(valueFen)],
      [`part-${place + 1}`, wan(pledgedFen)],
    ]),
  )
}

const wan = (fen: Fen | null) => (fen === null ? '' : String(wanFromFen(fen)))
