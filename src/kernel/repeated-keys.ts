export type RepeatedKey = { readonly key: string; readonly line: number; readonly depth: number }

/**
 * Names that stand more than once in one object of a JSON text, at any depth. `JSON.parse` would silently keep the
 * last one, and nobody could tell which of two values was meant.
 * @param text valid JSON
 * @returns one entry per repetition, with the line (from 1) it stands on and the depth of its object (from 1)
 */
export function repeatedKeys(text: string): readonly RepeatedKey[] {
  const open: (Set<string> | null)[] = []
  const repeated: RepeatedKey[] = []
  let line = 1
  let counted = 0
  // Strings are taken whole, so that braces and colons inside them do not count.
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs)) {
    const [token, colon] = match
    const keys = open.at(-1)
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (colon !== undefined && keys) {
      const key = JSON.parse(token.slice(0, -colon.length)) as string
      if (keys.has(key)) {
        for (; counted < match.index; counted++) if (text[counted] === '\n') line++
        repeated.push({ key, line, depth: open.length })
      }
      keys.add(key)
    }
  }
  return repeated
}
