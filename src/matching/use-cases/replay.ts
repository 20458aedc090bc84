import type { CurrentCatalogue } from '../../catalogue/index.js'
import { replayRecord, type Replay } from '@lueqiao/matching-engine'

/**
 * Decides again from the facts and the day of a stored record, against the catalogue version that it names (also an old
 * one), and compares the two records byte by byte.
 */
export async function replay(text: string, catalogue: CurrentCatalogue): Promise<Replay> {
  const version = versionIn(text)
  const snapshot = version === null ? null : await catalogue.at(version)
  if (!snapshot)
    return { same: false, differences: [`这里没有记录所依据的产品目录版本${version ? ` ${version}` : ''}`] }
  return replayRecord(text, snapshot.compiled, { sizeBands: snapshot.compiled.sizeBands })
}

function versionIn(text: string): string | null {
  try {
    const record: unknown = JSON.parse(text)
    const named = typeof record === 'object' && record !== null && 'catalogue' in record ? record.catalogue : null
    return typeof named === 'string' ? named : null
  } catch {
    return null
  }
}
