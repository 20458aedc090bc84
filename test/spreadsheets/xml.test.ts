import assert from 'node:assert/strict'
import fc from 'fast-check'
import { XmlReader } from '../../src/spreadsheets/xlsx/xml.js'

const DOCUMENT =
  '<?xml version="1.0"?>\n<!-- a > comment --><x:si a="1 &lt; 2" x:b=\'二\'><t>甲&amp;乙 &#x4E01;&#19969;</t><r/><![CDATA[<raw> ]] &amp;]]></x:si>'

function read(pieces: readonly string[]): readonly string[] {
  const told: string[] = []
  let text = ''
  const flush = () => {
    if (text.trim() !== '') told.push(`text ${text}`)
    text = ''
  }
  const reader = new XmlReader({
    open: (name, attribute) => {
      flush()
      told.push(`open ${name} ${attribute('a') ?? '-'} ${attribute('b') ?? '-'}`)
    },
    close: (name) => {
      flush()
      told.push(`close ${name}`)
    },
    text: (piece) => {
      text += piece
    },
  })
  for (const piece of pieces) reader.write(piece)
  return told
}

describe('the XML of a sheet', () => {
  it('is told in order, with entities, CDATA and attributes, and names without prefix', () => {
    assert.deepEqual(read([DOCUMENT]), [
      'open si 1 < 2 二',
      'open t - -',
      'text 甲&乙 丁丁',
      'close t',
      'open r - -',
      'close r',
      'text <raw> ]] &amp;',
      'close si',
    ])
  })

  it('is told the same wherever its pieces fall', () => {
    const whole = read([DOCUMENT])
    const cuts = fc.array(fc.nat(DOCUMENT.length), { maxLength: 12 })
    fc.assert(
      fc.property(cuts, (places) => {
        const sorted = [0, ...[...places].sort((a, b) => a - b), DOCUMENT.length]
        const pieces = sorted.slice(1).map((end, at) => DOCUMENT.slice(sorted[at], end))
        assert.deepEqual(read(pieces), whole)
      }),
    )
  })
})
