import type { Bank, Product } from '@lueqiao/matching-engine'

export const UNDISCLOSED = '所属机构未公布'

/**
 * Whether a public source says which institution offers the product. A product of which only the name is public
 * (confidence `illustrative`) stands under some bank in the file for illustration only; showing that bank as its
 * owner would be a claim nobody made.
 */
export const isInstitutionDisclosed = (product: Pick<Product, 'confidence'>): boolean =>
  product.confidence !== 'illustrative'

/** The name that a page shows as the product's institution. */
export function institutionName(product: Product, banks: ReadonlyMap<string, Bank>): string {
  return isInstitutionDisclosed(product) ? (banks.get(product.bank)?.name ?? product.bank) : UNDISCLOSED
}

/** What is said where the whole truth has room: the institution, or that the file's bank is only an illustration. */
export function institutionSentence(product: Product, banks: ReadonlyMap<string, Bank>): string {
  if (isInstitutionDisclosed(product)) return institutionName(product, banks)
  const bank = banks.get(product.bank)?.name ?? product.bank
  return `${UNDISCLOSED}（目录中暂列${bank}名下，仅为示意）`
}
