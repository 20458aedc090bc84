import { type Fen, exactWanText } from '../../kernel/money.js'
import { groupDigits } from '../../kernel/text.js'

/** Where the bounds come from. They are bounds “in principle” (原则上): the text says so, and so do the sentences here. */
export const RULE_SOURCE = '《银团贷款业务管理办法》（国家金融监督管理总局，2024年10月）'

/** Bounds in percent of the total of the syndicate. */
export const BOUNDS = { soleLeadLeast: 15, soleDistributedLeast: 30, jointLeadLeast: 10, anyMost: 70 } as const

export const SYNDICATE_ROLES = ['lead', 'joint-lead', 'participant'] as const
export type SyndicateRole = (typeof SYNDICATE_ROLES)[number]

/** What a role is called; the bank that forms a syndicate is one of several joint leads once there are others. */
export function roleName(role: SyndicateRole, jointly: boolean): string {
  if (role === 'participant') return '参加行'
  return jointly ? '联合牵头行' : '牵头行'
}

/** One bank's share. Fen are authoritative; percentages are derived. */
export type BankShare = {
  /** Identifies the bank. */
  readonly key: string
  readonly bankName: string
  readonly role: SyndicateRole
  readonly shareFen: Fen
}

/** The result of checking one rule. */
export type RuleCheck = {
  readonly rule:
    'banks' | 'once' | 'positive' | 'lead' | 'lead-least' | 'distributed-least' | 'joint-least' | 'most' | 'sum'
  readonly holds: boolean
  /** Names bank, share, bound and rule. */
  readonly sentence: string
}

export const isJoint = (shares: readonly Pick<BankShare, 'role'>[]): boolean =>
  shares.filter(({ role }) => role !== 'participant').length > 1

/**
 * Checks the shares of a syndicate against the rules of 2024 and the total, exactly: no bound is lost to
 * rounding.
 * @param totalFen the amount of the syndicate, above 0
 */
export function checkShares(totalFen: Fen, shares: readonly BankShare[]): readonly RuleCheck[] {
  const leads = shares.filter(({ role }) => role !== 'participant')
  return [
    ...plainChecks(totalFen, shares, leads),
    ...(leads.length === 1 && leads[0] ? soleChecks(totalFen, leads[0]) : []),
    ...(leads.length > 1 ? jointChecks(totalFen, shares, leads) : []),
  ]
}

export const allHold = (checks: readonly RuleCheck[]): boolean => checks.every(({ holds }) => holds)

function plainChecks(totalFen: Fen, shares: readonly BankShare[], leads: readonly BankShare[]): readonly RuleCheck[] {
  const sum = shares.reduce((fen, share) => fen + share.shareFen, 0)
  const twice = shares.filter(({ key }, place) => shares.findIndex((one) => one.key === key) !== place)
  const nothing = shares.filter(({ shareFen }) => !Number.isSafeInteger(shareFen) || shareFen <= 0)
  return [
    {
      rule: 'banks',
      holds: new Set(shares.map(({ key }) => key)).size >= 2,
      sentence: `银团由两家以上银行组成，现有 ${shares.length} 家。${basis}`,
    },
    ...twice.map(({ bankName }) => check('once', false, `${bankName}列了不止一次，每家银行只能有一份份额`)),
    ...nothing.map(({ bankName }) => check('positive', false, `${bankName}没有承贷金额，成员的份额要大于 0`)),
    ...(leads.length === 0 ? [check('lead', false, `没有牵头行，银团至少要有一家牵头行。${basis}`)] : []),
    check(
      'sum',
      sum === totalFen,
      `各行份额合计 ${exactWanText(sum)}，银团总额 ${exactWanText(totalFen)}${sum === totalFen ? '，合计 100%' : difference(totalFen - sum)}`,
    ),
  ]
}

const difference = (missing: Fen) =>
  missing > 0 ? `，还差 ${exactWanText(missing)}` : `，超出 ${exactWanText(-missing)}`

function soleChecks(totalFen: Fen, lead: BankShare): readonly RuleCheck[] {
  const { soleLeadLeast: least, soleDistributedLeast: others } = BOUNDS
  const distributed = totalFen - lead.shareFen
  return [
    check(
      'lead-least',
      isAtLeast(lead.shareFen, least, totalFen),
      `牵头行${lead.bankName}承贷 ${partText(lead.shareFen, totalFen)}，单家牵头原则上不少于 ${least}%。${basis}`,
    ),
    check(
      'distributed-least',
      isAtLeast(distributed, others, totalFen),
      `牵头行${lead.bankName}分销给其他银行 ${partText(distributed, totalFen)}，原则上不低于 ${others}%。${basis}`,
    ),
  ]
}

function jointChecks(totalFen: Fen, shares: readonly BankShare[], leads: readonly BankShare[]): readonly RuleCheck[] {
  const { jointLeadLeast: least, anyMost: most } = BOUNDS
  const largest = shares.reduce((one, other) => (other.shareFen > one.shareFen ? other : one))
  // The largest share always has a sentence, so that a page can show that the bound is met.
  const over = shares.filter((share) => share === largest || isAbove(share.shareFen, most, totalFen))
  return [
    ...leads.map(({ bankName, shareFen }) =>
      check(
        'joint-least',
        isAtLeast(shareFen, least, totalFen),
        `联合牵头行${bankName}承贷 ${partText(shareFen, totalFen)}，每家联合牵头行原则上不少于 ${least}%。${basis}`,
      ),
    ),
    ...over.map(({ bankName, shareFen }) =>
      check(
        'most',
        !isAbove(shareFen, most, totalFen),
        `${bankName}承贷 ${partText(shareFen, totalFen)}，联合牵头时每家银行原则上不高于 ${most}%。${basis}`,
      ),
    ),
  ]
}

const basis = `依据${RULE_SOURCE}`
const check = (rule: RuleCheck['rule'], holds: boolean, sentence: string): RuleCheck => ({ rule, holds, sentence })

/** BigInt, because the products exceed the exact range of a double: 38 亿 is 3.8e11 fen. */
const isAtLeast = (part: Fen, pct: number, whole: Fen): boolean => BigInt(part) * 100n >= BigInt(whole) * BigInt(pct)
const isAbove = (part: Fen, pct: number, whole: Fen): boolean => BigInt(part) * 100n > BigInt(whole) * BigInt(pct)

const partText = (part: Fen, whole: Fen): string => `${exactWanText(part)}（${shareText(part, whole)}）`

/**
 * A share of the whole for reading, to two decimals. What is not exact says 约, and is never rounded up to a whole
 * percent: 14.999 % does not read as the 15 % that it misses.
 */
export function shareText(part: Fen, whole: Fen): string {
  if (whole <= 0) throw new RangeError('a share of nothing')
  const thousandths = BigInt(part) * 100_000n
  const down = Number((BigInt(part) * 10_000n) / BigInt(whole))
  const near = Number((thousandths / BigInt(whole) + 5n) / 10n)
  const isExact = (BigInt(part) * 10_000n) % BigInt(whole) === 0n
  const hundredths = near > down && near % 100 === 0 ? down : near
  return `${isExact ? '' : '约 '}${groupDigits(hundredths / 100, 2)}%`
}
