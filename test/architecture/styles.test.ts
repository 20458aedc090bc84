import assert from 'node:assert/strict'
import { filesBelow } from '../support/source-files.js'

const sheets = filesBelow('public/css', '.css')
const templates = filesBelow('views', '.ejs')
const sources = filesBelow('src', '.ts')

/** Class names of selectors: neither of comments nor of what stands between braces. */
const declared = new Set(
  sheets.flatMap(({ text }) =>
    [...text.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g)].flatMap(([, selector = '']) =>
      [...selector.matchAll(/\.([a-zA-Z][\w-]*)/g)].flatMap(([, name]) => (name === undefined ? [] : [name])),
    ),
  ),
)

const isWord = (name: string, text: string) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text)
const inTemplates = templates.map(({ text }) => text).join('\n')
/** The string literals of the sources: view models name the classes that show a state. */
const inSources = sources.flatMap(({ text }) => text.match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? []).join('\n')

describe('style sheets', () => {
  it('declare no class that no page uses', () => {
    const unused = [...declared].filter((name) => !isWord(name, inTemplates) && !isWord(name, inSources))
    assert.deepEqual(unused, [])
  })

  it('name every class in words, not by initials', () => {
    const words = new Set([
      'on',
      'ok',
      'h2',
      'h3',
      'pub',
      'num',
      'bad',
      'ask',
      'nav',
      'btn',
      'tag',
      'row',
      'bar',
      'big',
      'now',
      'two',
    ])
    const short = [...declared].filter((name) => name.length < 4 && !words.has(name))
    assert.deepEqual(short, [])
  })

  it('keep their parts under headings that name the component', () => {
    const base = sheets.find(({ name }) => name === 'base.css')
    const headings = [...(base?.text ?? '').matchAll(/^\/\* ([^*]+) \*\/$/gm)].map(([, heading]) => heading)
    assert.ok(headings.length >= 10, headings.join(' | '))
  })
})
