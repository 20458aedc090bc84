import type { LawDate } from '../../kernel/dates.js'

/** What may be shared. Banks see nothing that is not named here. */
export const CONSENT_SCOPES = {
  profile: '企业画像（基本情况、信用、绿色与资质）',
  figures: '年度数据（收入、资产、负债、税收、能耗等）',
  evidence: '证明材料（上传的文件）',
  needs: '融资需求与项目',
} as const
export type ConsentScope = keyof typeof CONSENT_SCOPES

/** What it may be used for. */
export const CONSENT_PURPOSES = {
  consultation: '融资咨询与初步方案',
  review: '贷款审查审批',
  aftercare: '贷后管理与环境效益核对',
} as const
export type ConsentPurpose = keyof typeof CONSENT_PURPOSES

/** The longest a consent runs before it has to be given again. */
export const MOST_CONSENT_MONTHS = 24

/** The enterprise's word that one bank may see something for one purpose until a day. It is never changed, only revoked. */
export type Consent = {
  readonly id: string
  readonly enterpriseId: string
  readonly bankId: string
  /** The bank's name when the consent was given. */
  readonly bankName: string
  readonly purpose: ConsentPurpose
  readonly scopes: readonly ConsentScope[]
  /** The last day it holds. */
  readonly until: LawDate
  readonly grantedBy: string | null
  readonly grantedAt: Date
  readonly revokedBy: string | null
  readonly revokedAt: Date | null
}

/** Whether a consent holds on a day. */
export const isInForce = ({ revokedAt, until }: Pick<Consent, 'revokedAt' | 'until'>, today: LawDate): boolean =>
  revokedAt === null && today <= until

/** Whether a bank may see one kind of thing for one purpose: some consent in force says so. */
export function mayShare(
  consents: readonly Consent[],
  asked: { readonly bankId: string; readonly purpose: ConsentPurpose; readonly scope: ConsentScope },
  today: LawDate,
): boolean {
  return consents.some(
    (consent) =>
      consent.bankId === asked.bankId &&
      consent.purpose === asked.purpose &&
      consent.scopes.includes(asked.scope) &&
      isInForce(consent, today),
  )
}
