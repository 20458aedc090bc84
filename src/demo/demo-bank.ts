import type { DemoDeps } from './demo.js'

/** The sample enterprise that the demonstration's people work for: several banks lend for its need. */
export const DEMO_ENTERPRISE = 3

/** Its products fit the needs of most sample enterprises (counted over all of them), so its desk has something to show. */
const USUAL = 'abc'

/** The bank that the demonstration's people work for; where it has left the catalogue, the one with the most products. */
export async function demoBankId({ catalogue }: Pick<DemoDeps, 'catalogue'>): Promise<string> {
  const { products } = await catalogue.current()
  const counts = new Map<string, number>()
  for (const { bank } of products.values()) counts.set(bank, (counts.get(bank) ?? 0) + 1)
  if (counts.has(USUAL)) return USUAL
  const [id = ''] = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b))[0] ?? []
  return id
}
