import type { ConsentScope } from '../../enterprises/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import type { Fen } from '../../kernel/money.js'
import type { Channel, OfferedSecurity, Paper } from './financing-request.js'

/** Products that one request may name. */
export const MOST_PRODUCTS = 6

/** What an enterprise sends off; null was left open, and may have to be filled in first. */
export type Submission = {
  /** The form's one-time key: the draft's id. */
  readonly key: string
  readonly needId: string
  readonly channel: Channel
  /** Directed alone. */
  readonly productIds: readonly string[]
  /** Hall alone: banks that must not get it. */
  readonly excludedBanks: readonly string[]
  readonly amountFen: Fen | null
  readonly termMonths: number | null
  readonly securities: readonly OfferedSecurity[]
  readonly papers: readonly Paper[]
  /** Never had a bank loan before; null does not know, undefined was not answered. */
  readonly firstLoan: boolean | null | undefined
  /** Directed: the banks that the enterprise agreed to, one by one. */
  readonly agreedBanks: readonly string[]
  /** Hall: agreed to for whichever banks get a place. */
  readonly agreedHall: boolean
  readonly scopes: readonly ConsentScope[]
  readonly until: LawDate | null
}

/** One reason why a request cannot be submitted; `field` names the control of the form, empty for none. */
export const fieldFault = (field: string, message: string): FieldFault => ({ field, message })
