import type { Product } from '@lueqiao/matching-engine'

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
