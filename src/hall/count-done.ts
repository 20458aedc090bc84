/**
 * Does something for each, one after the other; what goes wrong for one does not keep the others from it.
 * @param work answers whether there was anything to do
 * @returns for how many there was
 * @throws the first error, after all were seen to
 */
export async function countDone<T>(each: readonly T[], work: (one: T) => Promise<boolean>): Promise<number> {
  const errors: unknown[] = []
  let done = 0
  for (const one of each) {
    try {
      if (await work(one)) done += 1
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
  return done
}
