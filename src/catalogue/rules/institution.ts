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

/** The domains under which the institutions publish themselves, by bank id. */
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
 * The address to link a source to, or null where its title has to do: only a government site or the bank's own site is
 * linked, as many collected addresses are reposts that may change hands.
 */
export function sourceLink({ bank, source }: Pick<Product, 'bank' | 'source'>): string | null {
  return linkWithin(source.url, Object.hasOwn(bankDomains, bank) ? (bankDomains[bank] ?? []) : [])
}

/** The same for what no single bank states: a government site, or the own site of any institution. */
export const officialLink = (url: string | null): string | null => linkWithin(url, Object.values(bankDomains).flat())

function linkWithin(address: string | null | undefined, own: readonly string[]): string | null {
  const url = address && URL.canParse(address) ? new URL(address) : null
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username || url.password || url.port) return null
  const trusted = ['gov.cn', ...own].some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`))
  return trusted ? url.href : null
}
