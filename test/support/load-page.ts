import { load as parse, type CheerioAPI } from 'cheerio'

const block =
  /^\/?(?:html|head|body|header|footer|main|nav|section|article|aside|div|p|h[1-6]|[uo]l|li|d[ltd]|table|caption|thead|tbody|tfoot|t[rdh]|form|fieldset|legend|details|summary|figure|figcaption|select|option|optgroup|datalist|label|input|textarea|button|br|hr|svg|symbol|path|rect|line|g|meta|link|title)\b/

/**
 * Parses a page as a browser shows it: a line break of the template beside a block shows nothing, elsewhere it is a
 * space; in a text area and in preformatted text it stands. Templates may then be indented without a test noticing.
 */
export function loadPage(html: string): CheerioAPI {
  const parts = html.split(/(<(?:textarea|pre)\b[^]*?<\/(?:textarea|pre)>)/)
  return parse(parts.map((part, at) => (at % 2 === 0 ? withoutLineBreaks(part) : part)).join(''))
}

function withoutLineBreaks(html: string): string {
  const lineBreak = /(<[^<>]*>|^)?[ \t]*\r?\n\s*(?=(<[^<>]*>)?)/g
  return html.replace(lineBreak, (_whole, before: string | undefined, after: string | undefined) => {
    const besideBlock = [before, after].some((tag) => tag !== undefined && block.test(tag.slice(1)))
    return (before ?? '') + (besideBlock ? '' : ' ')
  })
}
