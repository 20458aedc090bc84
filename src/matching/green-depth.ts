/** A class of the green catalogue with classes below it: too broad for an answer, because banks name finer ones. */
export function isBroadGreenClass(code: string, names: ReadonlyMap<string, string>): boolean {
  return code !== '' && [...names.keys()].some((other) => other.startsWith(`${code}.`))
}
