import type { ClientSession, Connection } from 'mongoose'
import type { ApplicationsService } from '../applications/index.js'
import type { AuditLog } from '../audit/index.js'
import { type LawDate, chinaDay } from '../kernel/dates.js'
import type { Notices } from '../notices/index.js'
import type { BenefitStore } from './benefit.store.js'
import type { DrawdownStore } from './drawdown.store.js'
import type { DueStore } from './due.store.js'
import type { LoanStore } from './loan.store.js'
import type { RepaymentStore } from './repayment.store.js'

/** What every use case about loans works with. */
export type Context = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell' | 'removeAbout'>
  readonly applications: Pick<ApplicationsService, 'get' | 'moveIn'>
  /** The project that a request is for: the need behind it. */
  readonly projectOf: (requestId: string, session: ClientSession) => Promise<string>
  readonly loans: LoanStore
  readonly drawdowns: DrawdownStore
  readonly repayments: RepaymentStore
  readonly dues: DueStore
  readonly benefits: BenefitStore
}

/** Today in China. */
export const todayOf = ({ now }: Pick<Context, 'now'>): LawDate => chinaDay(now())

/** What is wrong with something a person entered, by the name of its field; an empty name for the whole. */
export type EntryFault = { readonly field: string; readonly message: string }
