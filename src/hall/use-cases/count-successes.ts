/**
 * Runs `work` on each item, one after the other, and goes on after an error.
 * @param work resolves to whether it changed anything
 * @returns for how many items it did
 * @throws the first error, after all items
 */
export async function countSuccesses<T>(items: readonly T[], work: (item: T) => Promise<boolean>): Promise<number> {
  const errors: unknown[] = []
  let done = 0
  for (const item of items) {
    try {
      if (await work(item)) done += 1
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
  return done
}
