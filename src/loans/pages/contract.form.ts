import { z } from 'zod'
import type { Application } from '../../applications/index.js'
import { DAY_COUNT_NAMES, OFFERED_METHODS, type DayCountName } from '../../finance/index.js'
import { addMonths, type LawDate } from '../../kernel/dates.js'
import { pctFromBp } from '../../kernel/percent.js'
import { readForm, type FormRead, type Typed } from '../../web/form.js'
import { GUARANTEES } from '../rules/loan.js'
import type { Signature } from '../use-cases/sign-contract.js'
import {
  choiceField,
  dateField,
  datedAmounts,
  linesField,
  numberField,
  rateField,
  textField,
  typedWan,
  versionField,
  wanField,
} from './loan-fields.js'

const DAY_COUNTS = Object.keys(DAY_COUNT_NAMES) as readonly DayCountName[]

const form = z
  .strictObject({
    version: versionField,
    contractNumber: textField('合同编号', 60),
    amount: wanField('合同金额'),
    rate: rateField('年利率', { min: 0, max: 36 }),
    months: numberField('期限', { unit: '个月', min: 1, max: 480, whole: true }),
    method: choiceField('还款方式', OFFERED_METHODS),
    dayCount: choiceField('计息方式', DAY_COUNTS),
    signedOn: dateField('签订日期'),
    firstDueOn: dateField('首个还款日'),
    maturity: dateField('到期日'),
    guarantee: choiceField('主要担保方式', GUARANTEES),
    plan: datedAmounts('还本计划'),
    drawdowns: datedAmounts('提款计划'),
    conditions: linesField('提款条件', 20),
  })
  .transform(({ version, amount, rate, plan, drawdowns, conditions, ...contract }): Signature => ({
    contract: {
      ...contract,
      amountFen: amount,
      rateBp: rate,
      plan: plan.map(({ on, amountFen }) => ({ dueOn: on, principalFen: amountFen })),
    },
    conditions,
    drawdowns,
    shown: version,
  }))

export const readContract = (body: unknown): FormRead<Signature> => readForm(form, body)

/** The form as it opens: what was approved and offered, to be signed as it is or lower. */
export function contractAsApproved({ decision, offer, version }: Application, today: LawDate): Typed {
  const months = decision?.months ?? 12
  const terms = offer?.terms
  const plan = terms?.plan?.map(({ month, amountFen }) => `${addMonths(today, month)} ${typedWan(amountFen)}`) ?? []
  const conditions = [decision?.conditions, terms?.conditions].find((text) => text?.trim())
  return {
    version: String(version),
    contractNumber: '',
    amount: decision ? typedWan(decision.amountFen) : '',
    rate: decision ? String(pctFromBp(decision.rateBp)) : '',
    months: String(months),
    method: terms?.method ?? '',
    dayCount: terms?.dayCount ?? '',
    signedOn: today,
    firstDueOn: terms?.method === '到期一次还本付息' ? addMonths(today, months) : addMonths(today, 1),
    maturity: addMonths(today, months),
    guarantee: '',
    plan: plan.join('\n'),
    drawdowns: '',
    conditions: (conditions ?? '').split(/[；;\n]/).map((line) => line.trim()).filter(Boolean).join('\n'),
  } // prettier-ignore
}
