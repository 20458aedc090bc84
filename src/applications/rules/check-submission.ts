import type { CatalogueSnapshot } from '../../catalogue/index.js'
import { isPromise, MOST_CONSENT_MONTHS, type Enterprise, type Need } from '../../enterprises/index.js'
import { addMonths, formatDate, type LawDate } from '../../kernel/dates.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import { formatWan, wanFromFen, wanText } from '../../kernel/money.js'
import { normalizeReference } from '../reservations/reservation.js'
import { checklistFor, mergeChecklists, type ListedPaper } from './checklist.js'
import { productsOpenTo, type ProductChoice } from './product-choices.js'
import { fieldFault, MOST_PRODUCTS, type Submission } from './submission.js'

/** The data that a submission is checked against. */
export type Standing = {
  readonly enterprise: Pick<Enterprise, 'status'>
  readonly need: Pick<Need, 'amountFen'>
  /** Of the match made just now. */
  readonly choices: readonly ProductChoice[]
  readonly snapshot: CatalogueSnapshot
  /** Ids of the files that the enterprise has. */
  readonly files: ReadonlySet<string>
  readonly today: LawDate
}

/** All faults of a submission except those of reservations, in the order of the form. Pure. */
export function faultsOfSubmission(given: Submission, standing: Standing): readonly FieldFault[] {
  return [
    ...faultsOfEnterprise(standing),
    ...(given.channel === 'directed' ? faultsOfProducts(given, standing) : faultsOfHall(given, standing)),
    ...faultsOfTerms(given, standing),
    ...faultsOfSecurities(given),
    ...faultsOfPapers(given, standing),
    ...faultsOfConsent(given, standing),
  ]
}

function faultsOfEnterprise({ enterprise, need }: Standing): readonly FieldFault[] {
  return [
    ...(enterprise.status === 'approved'
      ? []
      : [fieldFault('', '服务中心还没有通过企业审核，通过后才能提交；草稿已经保存')]),
    ...(need.amountFen === null ? [fieldFault('', '这项需求还没有填写贷款金额，请先在“融资需求”中补充')] : []),
  ]
}

function faultsOfProducts({ productIds }: Submission, { choices }: Standing): readonly FieldFault[] {
  if (productIds.length === 0) return [fieldFault('products', '请至少选择一个产品')]
  const many = productIds.length > MOST_PRODUCTS ? [fieldFault('products', `一次最多申请 ${MOST_PRODUCTS} 个产品`)] : []
  return [
    ...many,
    ...productIds.flatMap((id) => {
      const choice = choices.find(({ productId }) => productId === id)
      if (choice === undefined) return [fieldFault('products', '所选的一个产品已经下架，请改选')]
      return choice.why === null
        ? []
        : [fieldFault('products', `${choice.bankName}“${choice.productName}”现在不能申请：${choice.why}`)]
    }),
  ]
}

function faultsOfHall({ excludedBanks }: Submission, { choices }: Standing): readonly FieldFault[] {
  if (productsOpenTo(choices, excludedBanks).length > 0) return []
  return [fieldFault('excluded', '没有符合或待补充的产品可以看到这项申请，请减少排除的银行，或先补充资料')]
}

function faultsOfTerms(given: Submission, { need, snapshot }: Standing): readonly FieldFault[] {
  const { amountFen, termMonths, firstLoan } = given
  const faults: FieldFault[] = []
  if (amountFen === null) faults.push(fieldFault('amount', '申请金额：请填写'))
  else if (need.amountFen !== null && amountFen > need.amountFen) {
    faults.push(fieldFault('amount', `申请金额：不能超过需求的 ${wanText(need.amountFen)}`))
  }
  if (termMonths === null) faults.push(fieldFault('term', '申请期限：请填写'))
  for (const id of given.channel === 'directed' ? given.productIds : []) {
    const product = snapshot.products.get(id)
    if (product === undefined) continue
    const { amount, term, name } = product
    const wan = amountFen === null ? null : wanFromFen(amountFen)
    if (wan !== null && amount.minWan !== null && wan < amount.minWan) {
      faults.push(fieldFault('amount', `申请金额：“${name}”最低 ${formatWan(amount.minWan)}`))
    }
    if (wan !== null && amount.maxWan !== null && wan > amount.maxWan) {
      faults.push(fieldFault('amount', `申请金额：“${name}”最高 ${formatWan(amount.maxWan)}`))
    }
    if (termMonths !== null && term.minMonths !== null && termMonths < term.minMonths) {
      faults.push(fieldFault('term', `申请期限：“${name}”最短 ${term.minMonths} 个月`))
    }
    if (termMonths !== null && term.maxMonths !== null && termMonths > term.maxMonths) {
      faults.push(fieldFault('term', `申请期限：“${name}”最长 ${term.maxMonths} 个月`))
    }
  }
  if (firstLoan === undefined) faults.push(fieldFault('firstLoan', '是否首次向银行贷款：请选择，不清楚就选“不清楚”'))
  return faults
}

function faultsOfSecurities({ securities }: Submission): readonly FieldFault[] {
  return securities.flatMap(({ kind, reference, valueFen, pledgedFen }, place) => {
    const number = place + 1
    if (!isPromise(kind) && normalizeReference(reference) === '') {
      return [fieldFault(`ref-${number}`, `${kind}：请填写权证编号或能认出它的名称，同一物不能重复抵质押`)]
    }
    return pledgedFen !== null && valueFen !== null && pledgedFen > valueFen
      ? [fieldFault(`part-${number}`, `${kind}：用于本次申请的部分不能超过它的价值`)]
      : []
  })
}

/** The checklist of a submission: that of its products together, or of the hall. */
export function papersFor(
  { channel, productIds }: Pick<Submission, 'channel' | 'productIds'>,
  { products, vocabulary }: Pick<CatalogueSnapshot, 'products' | 'vocabulary'>,
): readonly ListedPaper[] {
  if (channel === 'hall') return checklistFor(null, vocabulary)
  return mergeChecklists(productIds.map((id) => checklistFor(products.get(id) ?? null, vocabulary)))
}

function faultsOfPapers(given: Submission, { snapshot, files }: Standing): readonly FieldFault[] {
  return papersFor(given, snapshot).flatMap(({ code, title, required }) => {
    const there = given.papers.find((paper) => paper.code === code)?.evidenceIds ?? []
    if (there.some((id) => !files.has(id)))
      return [fieldFault(`doc-${code}`, `${title}：所选的文件已经删除，请重新选择`)]
    return required && there.length === 0
      ? [fieldFault(`doc-${code}`, `${title}：提交时就要有，请先在“证明材料”中上传再选择`)]
      : []
  })
}

function faultsOfConsent(given: Submission, { choices, today }: Standing): readonly FieldFault[] {
  const faults: FieldFault[] = []
  const last = addMonths(today, MOST_CONSENT_MONTHS)
  if (given.until === null || given.until < today || given.until > last) {
    faults.push(fieldFault('until', `授权截止日期：请填写今天到 ${formatDate(last)} 之间的日期`))
  }
  const missing = (['profile', 'needs'] as const).filter((scope) => !given.scopes.includes(scope))
  if (missing.length > 0) faults.push(fieldFault('scopes', '授权内容：银行办理申请至少要能看企业画像和融资需求'))
  if (given.papers.some(({ evidenceIds }) => evidenceIds.length > 0) && !given.scopes.includes('evidence')) {
    faults.push(fieldFault('scopes', '授权内容：您选择了要提交的文件，请同时勾选“证明材料”，或不选文件'))
  }
  if (given.channel === 'hall') {
    if (!given.agreedHall) faults.push(fieldFault('agreed', '请勾选同意：没有您的授权，获得名额的银行看不到任何资料'))
    return faults
  }
  const banks = new Map(
    choices
      .filter(({ productId }) => given.productIds.includes(productId))
      .map(({ bankId, bankName }) => [bankId, bankName]),
  )
  for (const [bankId, bankName] of banks) {
    if (!given.agreedBanks.includes(bankId)) {
      faults.push(fieldFault('agreed', `请勾选同意向${bankName}提供资料，或不选它的产品`))
    }
  }
  return faults
}
