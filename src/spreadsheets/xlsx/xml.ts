/** What a reader of XML is told, in the order of the text; names come without their prefix. */
export type XmlHandler = {
  readonly open: (name: string, attribute: (name: string) => string | undefined) => void
  readonly close: (name: string) => void
  readonly text: (text: string) => void
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/**
 * Reads the plain XML of a workbook piece by piece, however the pieces fall. Office writes no document type and no
 * entities of its own; `inspectFile` has refused those already.
 */
export class XmlReader {
  #rest = ''

  constructor(readonly handler: XmlHandler) {}

  write(piece: string): void {
    const text = this.#rest + piece
    let at = 0
    for (;;) {
      const start = text.indexOf('<', at)
      if (start < 0) break
      const end = endOf(text, start)
      if (end < 0) break
      if (start > at) this.handler.text(decoded(text.slice(at, start)))
      this.#tag(text.slice(start + 1, end))
      at = end + 1
    }
    this.#rest = text.slice(at)
  }

  #tag(tag: string): void {
    const first = tag.charAt(0)
    if (first === '?') return
    if (first === '!') {
      if (tag.startsWith('![CDATA[')) this.handler.text(tag.slice(8, -2))
      return
    }
    if (first === '/') {
      this.handler.close(bare(tag.slice(1).trim()))
      return
    }
    const empty = tag.endsWith('/')
    const body = empty ? tag.slice(0, -1) : tag
    const blank = body.search(/\s/)
    const name = bare(blank < 0 ? body : body.slice(0, blank))
    this.handler.open(name, (attribute) => attributeIn(body, attribute))
    if (empty) this.handler.close(name)
  }
}

/** Where a tag ends; comments and CDATA hold signs of their own. Negative when it has not come whole. */
function endOf(text: string, start: number): number {
  if (text.startsWith('<!--', start)) return after(text.indexOf('-->', start), 2)
  if (text.startsWith('<![CDATA[', start)) return after(text.indexOf(']]>', start), 2)
  // A beginning of one of the two may still be cut in the middle.
  if (text.length - start < 9 && /^<(!|!-|!\[[A-Z]*)?$/.test(text.slice(start))) return -1
  return text.indexOf('>', start)
}

const after = (at: number, more: number) => (at < 0 ? at : at + more)

const bare = (name: string) => name.slice(name.indexOf(':') + 1)

const patterns = new Map<string, RegExp>()

function attributeIn(body: string, name: string): string | undefined {
  let pattern = patterns.get(name)
  if (!pattern) {
    pattern = new RegExp(`\\s(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    patterns.set(name, pattern)
  }
  const match = pattern.exec(body)
  const value = match?.[1] ?? match?.[2]
  return value === undefined ? undefined : decoded(value)
}

const decoded = (text: string): string =>
  text.includes('&')
    ? text.replace(
        /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
        (whole, hex?: string, decimal?: string, name?: string) => {
          if (name !== undefined) return ENTITIES[name] ?? whole
          const code = hex === undefined ? Number(decimal) : parseInt(hex, 16)
          return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
        },
      )
    : text
