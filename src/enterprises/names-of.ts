import { RecordNotFound } from '../kernel/domain-error.js'
import type { EnterprisesService } from './enterprises-service.js'

/** Id → name, for the few enterprises that a page mentions; one that is not there is left out. */
export async function enterpriseNames(
  enterprises: Pick<EnterprisesService, 'get'>,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const named = await Promise.all(
    [...new Set(ids)].map((id) =>
      enterprises.get('all', id).then(
        ({ name }) => [[id, name] as const],
        (error: unknown) => {
          if (error instanceof RecordNotFound) return []
          throw error
        },
      ),
    ),
  )
  return new Map(named.flat())
}
