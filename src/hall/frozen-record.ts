import type { RequestSnapshot } from '../applications/index.js'
import type { MatchRecord } from '@lueqiao/matching-engine'
import type { Context } from './context.js'

/** The decision record of a request as it was frozen at submission: what fits whom is not worked out again in the hall. */
export async function frozenRecord({ requests }: Pick<Context, 'requests'>, requestId: string): Promise<MatchRecord> {
  const snapshot = JSON.parse(await requests.snapshotText('all', requestId)) as RequestSnapshot
  return JSON.parse(snapshot.record) as MatchRecord
}
