import { factSpec } from '@lueqiao/matching-engine'
import type { CatalogueSnapshot } from '../../catalogue/index.js'
import { CONSENT_SCOPES, isPromise, type Evidence, type Need } from '../../enterprises/index.js'
import { paths } from '../../paths.js'
import type { FormFault } from '../../web/form.js'
import type { Draft } from '../data/draft.store.js'
import { papersFor } from '../rules/check-submission.js'
import { productsOpenTo, VERDICT_NAMES, type ProductChoice } from '../rules/product-choices.js'
import { SECURITY_ROWS } from './apply.form.js'
import { listIn, textIn, type TypedForm } from './typed-form.js'

type About = {
  readonly draft: Draft
  readonly typed: TypedForm
  readonly faults: readonly FormFault[]
  readonly choices: readonly ProductChoice[]
  readonly snapshot: CatalogueSnapshot
  readonly files: readonly Evidence[]
  readonly need: Need
}

/** Rows for things beyond those that the need names. */
const SPARE_ROWS = 2

/** The form of a draft, filled with what was typed. */
export function draftFields({ draft, typed, faults, choices, snapshot, files, need }: About) {
  const faultOf = (field: string) => faults.find((one) => one.field === field)?.message ?? ''
  const named = draft.productIds.map((id) => {
    const choice = choices.find(({ productId }) => productId === id)
    const product = snapshot.products.get(id)
    return {
      name: choice?.productName ?? product?.name ?? '已下架的产品',
      bankId: choice?.bankId ?? product?.bank ?? '',
      bank: choice?.bankName ?? '',
      href: product ? paths.product({ id }) : '',
      verdict: choice ? VERDICT_NAMES[choice.verdict] : '已下架',
      css: choice?.verdict === 'eligible' ? 'pass' : choice?.verdict === 'needs_information' ? 'unknown' : 'fail',
      why: choice ? (choice.why ?? '') : '这个产品已经不在目录中，请改选',
    }
  })
  const agreed = listIn(typed, 'agreed')
  const banks = [...new Map(named.filter(({ bank }) => bank !== '').map((one) => [one.bankId, one.bank])).entries()]
  return {
    products: named,
    typed: Object.fromEntries(Object.entries(typed).filter(([, value]) => typeof value === 'string')),
    faultOf: Object.fromEntries(faults.filter(({ field }) => field !== '').map(({ field }) => [field, faultOf(field)])),
    securities: securityRows(typed, need, faultOf),
    kinds: factSpec('need.securities').values ?? [],
    papers: papersFor(draft, snapshot).map((paper) => ({
      ...paper,
      field: `doc-${paper.code}`,
      fault: faultOf(`doc-${paper.code}`),
      files: files.map(({ id, name }) => ({
        value: id,
        label: name,
        chosen: listIn(typed, `doc-${paper.code}`).includes(id),
      })),
    })),
    fileCount: files.length,
    excluded: banksThatMay(choices).map(([value, label], place) => ({
      id: `x${place + 1}`,
      value,
      label,
      chosen: listIn(typed, 'excluded').includes(value),
    })),
    openCount: new Set(productsOpenTo(choices, listIn(typed, 'excluded')).map(({ bankId }) => bankId)).size,
    scopes: Object.entries(CONSENT_SCOPES).map(([value, label], place) => ({
      id: `c${place + 1}`,
      value,
      label,
      chosen: listIn(typed, 'scopes').includes(value),
    })),
    agreements: banks.map(([value, label], place) => ({
      id: `a${place + 1}`,
      value,
      label,
      chosen: agreed.includes(value),
    })),
    agreedHall: textIn(typed, 'agreedHall') !== '',
  }
}

/** Banks that would see a request in the hall. */
const banksThatMay = (choices: readonly ProductChoice[]) => [
  ...new Map(productsOpenTo(choices, []).map(({ bankId, bankName }) => [bankId, bankName])).entries(),
]

function securityRows(typed: TypedForm, need: Need, faultOf: (field: string) => string) {
  const used = Array.from({ length: SECURITY_ROWS }, (_, place) => place + 1).filter(
    (row) => textIn(typed, `kind-${row}`) !== '' || textIn(typed, `ref-${row}`) !== '',
  )
  const last = Math.max(need.securities?.length ?? 0, used.at(-1) ?? 0)
  const rows = Math.min(SECURITY_ROWS, last + SPARE_ROWS)
  return Array.from({ length: rows }, (_, place) => {
    const row = place + 1
    const kind = textIn(typed, `kind-${row}`)
    return {
      row,
      kind,
      promise: isPromise(kind),
      reference: textIn(typed, `ref-${row}`),
      value: textIn(typed, `value-${row}`),
      part: textIn(typed, `part-${row}`),
      faults: ['ref', 'value', 'part'].map((name) => faultOf(`${name}-${row}`)).filter(Boolean),
    }
  })
}
