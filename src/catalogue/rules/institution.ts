import type { Bank, Product } from '@lueqiao/matching-engine'

export const UNDISCLOSED = '所属机构未公布'

/**
 * Whether a public source names the institution of the product. The file lists a product whose name alone is public
 * (confidence `illustrative`) under a bank for illustration only; no page may present that bank as its owner.
 */
export const isInstitutionDisclosed = (product: Pick<Product, 'confidence'>): boolean =>
  product.confidence !== 'illustrative'

/** The name that a page shows as the product's institution. */
export function institutionName(product: Product, banks: ReadonlyMap<string, Bank>): string {
  return isInstitutionDisclosed(product) ? (banks.get(product.bank)?.name ?? product.bank) : UNDISCLOSED
}

/** The institution, or the sentence that the file's bank is only an illustration. */
export function institutionSentence(product: Product, banks: ReadonlyMap<string, Bank>): string {
  if (isInstitutionDisclosed(product)) return institutionName(product, banks)
  const bank = banks.get(product.bank)?.name ?? product.bank
  return `${UNDISCLOSED}（目录中暂列${bank}名下，仅为示意）`
}

/** The institutions' own domains, by bank id. */
const bankDomains: Readonly<Record<string, readonly string[]>> = {
  icbc: ['icbc.com.cn'],
  abc: ['abchina.com', 'abchina.com.cn'],
  boc: ['boc.cn', 'bankofchina.com'],
  ccb: ['ccb.com'],
  bcm: ['bankcomm.com'],
  psbc: ['psbc.com'],
  adbc: ['adbc.com.cn'],
  cdb: ['cdb.com.cn'],
  exim: ['eximbank.gov.cn'],
  cib: ['cib.com.cn'],
  cmb: ['cmbchina.com'],
  cmbc: ['cmbc.com.cn'],
  ceb: ['cebbank.com'],
  spdb: ['spdb.com.cn'],
}

/**
 * The address of a source if it may be linked, otherwise null. Only government sites and the bank's own site are linked:
 * many collected addresses are reposts whose domain may change owner.
 */
export function sourceLink({ bank, source }: Pick<Product, 'bank' | 'source'>): string | null {
  return linkWithin(source.url, Object.hasOwn(bankDomains, bank) ? (bankDomains[bank] ?? []) : [])
}

/** The same for a source of no single bank: a government site, or the site of any institution. */
export const officialLink = (url: string | null): string | null => linkWithin(url, Object.values(bankDomains).flat())

function linkWithin(address: string | null | undefined, own: readonly string[]): string | null {
  const url = address && URL.canParse(address) ? new URL(address) : null
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username || url.password || url.port) return null
  const trusted = ['gov.cn', ...own].some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`))
  return trusted ? url.href : null
}
