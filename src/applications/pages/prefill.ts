import { CONSENT_SCOPES, type Need } from '../../enterprises/index.js'
import { addMonths } from '../../kernel/dates.js'
import { wanFromFen, type Fen } from '../../kernel/money.js'
import type { Application } from '../application.js'
import type { OfferedSecurity } from '../financing-request.js'
import type { ApplyDesk } from './apply-frame.js'
import { SECURITY_ROWS } from './apply.form.js'
import type { TypedForm } from './typed-form.js'

/** Months that a consent of an application runs unless the enterprise says otherwise. */
const USUAL_CONSENT_MONTHS = 6

/**
 * What a new form starts with: the need's own terms up to what is left of it, or those of the request before. Nothing
 * is agreed to beforehand, and whether it is the first loan is asked anew.
 */
export async function prefilled(desk: ApplyDesk, need: Need, after: Application | null): Promise<TypedForm> {
  const { requests, enterprise, today } = desk
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
