import { trusted } from 'mongoose'

const text = { type: String, required: true } as const

/** The columns that every record of a loan has, so that it is found and withheld without asking for its loan. */
export const LOAN_REF = {
  _id: text,
  loanId: text,
  applicationId: text,
  enterpriseId: text,
  bankId: text,
  isSample: { type: Boolean, required: true },
} as const

/** A one-time key of a form makes one record of a loan at the most; what no form made has none. */
export const ONCE_A_KEY = { unique: true, partialFilterExpression: { key: { $type: 'string' } } } as const

/** The records of some loans; of all, with null. */
export const ofLoans = (loanIds: readonly string[] | null) =>
  loanIds === null ? {} : { loanId: trusted({ $in: [...loanIds] }) }
