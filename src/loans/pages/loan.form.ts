import { z } from 'zod'
import { readForm, type FormRead } from '../../web/form.js'
import type { QualityOrder } from '../use-cases/change-quality.js'
import type { CancelOrder } from '../use-cases/close-loan.js'
import { QUALITIES } from '../rules/loan.js'
import type { DrawdownOrder } from '../use-cases/make-drawdown.js'
import type { RepaymentOrder } from '../use-cases/record-repayment.js'
import type { BenefitReport } from '../use-cases/report-benefit.js'
import {
  choiceField,
  dateField,
  keyField,
  numberField,
  optionalNumber,
  textField,
  versionField,
  wanField,
  yuanField,
} from './loan-fields.js'

const ticks = z
  .union([z.string(), z.array(z.string())], '提款条件：请重新勾选')
  .optional()
  .transform((sent) =>
    [sent ?? []]
      .flat()
      .filter((one) => /^\d{1,3}$/.test(one))
      .map(Number),
  )

const drawdown = z
  .strictObject({
    key: keyField,
    version: versionField,
    planned: z.string('计划提款：请重新选择').max(40, '计划提款：请重新选择').default(''),
    madeOn: dateField('投放日期'),
    amount: wanField('投放金额'),
    use: textField('资金用途凭证', 500, 4),
    fulfilled: ticks,
  })
  .transform(({ key, version, planned, madeOn, amount, use, fulfilled }): DrawdownOrder => ({
    ...{ key, madeOn, use, fulfilled },
    plannedId: planned === '' ? null : planned,
    amountFen: amount,
    shown: version,
  }))
export const readDrawdown = (body: unknown): FormRead<DrawdownOrder> => readForm(drawdown, body)

const repayment = z
  .strictObject({
    key: keyField,
    version: versionField,
    paidOn: dateField('还款日期'),
    principal: yuanField('归还到期本金'),
    prepaid: yuanField('提前归还本金'),
    interest: yuanField('支付利息'),
    other: yuanField('罚息及其他'),
  })
  .transform(({ key, version, paidOn, principal, prepaid, interest, other }): RepaymentOrder => ({
    ...{ key, paidOn },
    principalFen: principal,
    prepaidFen: prepaid,
    interestFen: interest,
    otherFen: other,
    shown: version,
  }))
export const readRepayment = (body: unknown): FormRead<RepaymentOrder> => readForm(repayment, body)

const quality = z
  .strictObject({
    version: versionField,
    quality: choiceField('风险分类', QUALITIES),
    from: dateField('生效日期'),
    reason: textField('调整理由', 300, 4),
  })
  .transform(({ version, ...order }): QualityOrder => ({ ...order, shown: version }))
export const readQuality = (body: unknown): FormRead<QualityOrder> => readForm(quality, body)

const correction = z.strictObject({ reason: textField('原因', 300, 4) })
export const readReason = (body: unknown): FormRead<{ readonly reason: string }> => readForm(correction, body)

const cancellation = z
  .strictObject({ version: versionField, cancelReason: textField('解除的原因', 300, 4) })
  .transform(({ version, cancelReason }): CancelOrder => ({ reason: cancelReason, shown: version }))
export const readCancellation = (body: unknown): FormRead<CancelOrder> => readForm(cancellation, body)

const instant = z
  .string('请刷新页面后重试')
  .regex(/^\d{1,15}$/, '请刷新页面后重试')
  .optional()
  .transform((text) => (text === undefined ? undefined : Number(text)))
const verification = z
  .strictObject({ shown: instant, note: textField('核实依据', 300, 4) })
  .transform(({ shown, note }): BenefitVerification => ({ note, ...(shown !== undefined && { shown }) }))
export type BenefitVerification = { readonly note: string; readonly shown?: number }
export const readVerification = (body: unknown): FormRead<BenefitVerification> => readForm(verification, body)

/** `2025:1763800000000,2024:…`: of each year when what the form shows was reported. */
const shownYears = z
  .string('请刷新页面后重试')
  .regex(/^(?:\d{4}:\d{1,15}(?:,(?=\d)|$))*$/, '请刷新页面后重试')
  .optional()
  .transform((text) => text?.split(',').map((one) => one.split(':').map(Number)))
const amountAYear = { min: 0, max: 100_000_000 } as const
const benefit = z
  .strictObject({
    year: numberField('年度', { min: 2000, max: 2100, whole: true }),
    coal: optionalNumber('年节能量', { ...amountAYear, unit: '吨标准煤' }),
    carbon: optionalNumber('年减排量', { ...amountAYear, unit: '吨' }),
    basis: textField('数据来源', 300, 4),
    shown: shownYears,
  })
  .transform(({ year, coal, carbon, basis, shown }): BenefitReport => ({
    ...{ year, basis },
    standardCoalTce: coal,
    carbonT: carbon,
    ...(shown && { shown: shown.find(([one]) => one === year)?.[1] ?? 0 }),
  }))
export const readBenefit = (body: unknown): FormRead<BenefitReport> => readForm(benefit, body)
