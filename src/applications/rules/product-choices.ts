import type { LeafNode, MatchRecord, Node, RecordedResult, Verdict } from '@lueqiao/matching-engine'
import { institutionName, isInstitutionDisclosed, type CatalogueSnapshot } from '../../catalogue/index.js'
import type { ChosenProduct } from './financing-request.js'

/** A product of the last match as the form offers it; `why` is a sentence where it cannot be chosen. */
export type ProductChoice = ChosenProduct & { readonly amountWan: number | null; readonly why: string | null }

/** Every product of a match in its order, each with the reason why it cannot be applied for, if there is one. */
export function choicesOf(record: MatchRecord, snapshot: CatalogueSnapshot): readonly ProductChoice[] {
  return record.results.flatMap((result): ProductChoice[] => {
    const product = snapshot.products.get(result.product)
    if (product === undefined) return []
    const why = isInstitutionDisclosed(product)
      ? whyNot(result)
      : '所属机构没有公布，不能在平台直接申请；可以提交到需求大厅'
    return [
      {
        productId: product.id,
        productName: product.name,
        bankId: product.bank,
        bankName: institutionName(product, snapshot.banks),
        verdict: result.verdict,
        amountWan: result.amountWan,
        why,
      },
    ]
  })
}

/** What a request names of a product. */
export function toChosenProduct({ productId, productName, bankId, bankName, verdict }: ProductChoice): ChosenProduct {
  return { productId, productName, bankId, bankName, verdict }
}

/** Products that a request in the hall is open to: they fit or may fit, and their bank is not shut out. */
export function productsOpenTo(
  choices: readonly ProductChoice[],
  excludedBanks: readonly string[],
): readonly ChosenProduct[] {
  return choices.filter(({ why, bankId }) => why === null && !excludedBanks.includes(bankId)).map(toChosenProduct)
}

export const VERDICT_NAMES: Readonly<Record<Verdict, string>> = {
  eligible: '符合',
  needs_information: '待补充',
  ineligible: '不符合',
}

/** The first condition that fails, in the engine's words; null when none does. */
function whyNot({ verdict, conditions }: RecordedResult): string | null {
  if (verdict !== 'ineligible') return null
  return failingLeaf(conditions)?.sentence ?? '按现有资料不符合准入条件'
}

function failingLeaf(nodes: readonly Node[]): LeafNode | null {
  for (const node of nodes) {
    if (node.state !== 'fail') continue
    if ('fact' in node) return node
    const inner = failingLeaf('all' in node ? node.all : 'any' in node ? node.any : [])
    if (inner) return inner
  }
  return null
}
