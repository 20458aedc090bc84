import assert from 'node:assert/strict'
import fc from 'fast-check'
import { syntaxErrorPosition, MAX_FILE_BYTES, readJson } from '../../src/catalogue/import/read-json.js'

const faultsOf = (input: Uint8Array | string) => {
  const read = readJson(input)
  assert.ok(!read.ok, 'the input was accepted')
  return read.error
}

describe('reading a catalogue file', () => {
  it('reads UTF-8 with and without a byte order mark', () => {
    for (const text of ['{"a":"绿"}', '\uFEFF{"a":"绿"}']) {
      assert.deepEqual(readJson(Buffer.from(text)), { ok: true, value: { a: '绿' } })
    }
  })

  it('names the line where the bytes are not UTF-8', () => {
    const gbk = Buffer.concat([Buffer.from('{\n"a": 1,\n"b": "'), Buffer.from([0xc2, 0xcc]), Buffer.from('"}')])
    const [fault] = faultsOf(gbk)
    assert.equal(fault?.path, '第 3 行')
    assert.match(fault.message, /UTF-8/)
  })

  it('names line and character where the text stops being JSON', () => {
    assert.equal(faultsOf('{\n  "a": 1,\n  "b": x\n}')[0]?.path, '第 3 行第 8 个字符')
    assert.equal(faultsOf('{"a": [1, 2')[0]?.path, '第 1 行第 12 个字符')
  })

  it('does not read a file of more than 8 MB', () => {
    const big = Buffer.alloc(MAX_FILE_BYTES + 1, 0x20)
    assert.match(faultsOf(big)[0]?.message ?? '', /超过 8 MB/)
    assert.match(faultsOf('绿'.repeat(MAX_FILE_BYTES / 3 + 1))[0]?.message ?? '', /超过 8 MB/)
  })

  it('says of an empty file that it is empty', () => {
    for (const text of ['', '  \n', '\uFEFF']) assert.match(faultsOf(text)[0]?.message ?? '', /空/)
  })
})

describe('the place of a syntax error', () => {
  it('is null for every JSON text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        assert.equal(syntaxErrorPosition(JSON.stringify(value, null, indent)), null)
      }),
    )
  })

  it('is found exactly when the platform refuses the text', () => {
    const scraps = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"',
      '1',
      '-',
      '1.5e3',
      '01',
      'true',
      'nul',
      ' ',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(scraps, { maxLength: 9 }), (parts) => {
        const text = parts.join('')
        assert.equal(syntaxErrorPosition(text) === null, parses(text), JSON.stringify(text))
      }),
      { numRuns: 3000, seed: 20261122 },
    )
  })

  it('counts lines and characters from one', () => {
    assert.deepEqual(syntaxErrorPosition('x'), { line: 1, column: 1 })
    assert.deepEqual(syntaxErrorPosition('[1,\n\n 2,]'), { line: 3, column: 4 })
    assert.deepEqual(syntaxErrorPosition('{"a":1 "b":2}'), { line: 1, column: 8 })
  })
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
