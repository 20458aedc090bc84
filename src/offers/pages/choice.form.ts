import { parseWan } from '../../kernel/money.js'
import { fault, type FormFault, type Typed } from '../../web/form.js'
import type { ShownPick } from '../use-cases/choose-offers.js'
import type { Remainder } from '../rules/check-choice.js'

export type ChoiceForm = {
  readonly typed: Typed
  readonly faults: readonly FormFault[]
  readonly picks: readonly ShownPick[]
  readonly rest: Remainder | null
  /** The version of the choices that the form showed; −1 when it is missing, which is a fault. */
  readonly choice: number
}

const FIELD = /^(?:choice|rest|(?:pick|amount|shown)-[A-Za-z0-9_-]{24})$/
const PICK = /^pick-([A-Za-z0-9_-]{24})$/
const LONGEST = 40
const MOST_FIELDS = 100
const INCOMPLETE = '表单不完整，没有保存，请刷新页面后重新勾选'
const count = (text: string | undefined): number => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : -1)

/** Reads the ticked offers with their amounts; amounts of other offers are only kept to fill the form again. */
export function readChoice(body: unknown): ChoiceForm {
  const given = Object.entries((body ?? {}) as Record<string, unknown>).filter(([name]) => name !== '_csrf')
  const known = given.every(([name, value]) => FIELD.test(name) && typeof value === 'string' && value.length <= LONGEST)
  if (!known || given.length > MOST_FIELDS) {
    const faults = [fault('', '表单中有不认识的内容，请刷新页面后重试')]
    return { typed: {}, faults, picks: [], rest: null, choice: -1 }
  }
  const typed = Object.fromEntries(given) as Typed
  const faults: FormFault[] = []
  const picks = Object.keys(typed).flatMap((name): readonly ShownPick[] => {
    const applicationId = PICK.exec(name)?.[1]
    if (applicationId === undefined) return []
    const field = `amount-${applicationId}`
    const amount = parseWan(typed[field] ?? '')
    if (!amount.ok) faults.push(fault(field, `选用金额：${amount.error}`))
    else if (amount.value !== null && amount.value <= 0) faults.push(fault(field, '选用金额：须大于 0'))
    const shown = count(typed[`shown-${applicationId}`])
    if (shown < 0) faults.push(fault('', INCOMPLETE))
    return [{ applicationId, amountFen: amount.ok ? (amount.value ?? 0) : 0, shown }]
  })
  const { rest } = typed
  const choice = count(typed.choice)
  if (choice < 0) faults.push(fault('', INCOMPLETE))
  return { typed, faults, picks, rest: rest === 'keep' || rest === 'end' ? rest : null, choice }
}
