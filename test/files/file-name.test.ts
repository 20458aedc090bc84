import assert from 'node:assert/strict'
import fc from 'fast-check'
import { cleanFileName } from '../../src/files/file-name.js'
import { contentDisposition } from '../../src/web/uploads/send-attachment.js'

const cleaned = (raw: string) => {
  const name = cleanFileName(raw)
  return name.ok ? name.value : `! ${name.error}`
}

describe('uploads: the name of a file', () => {
  it('loses its folders and keeps its Chinese', () => {
    assert.equal(cleaned('营业执照（副本）.pdf'), '营业执照（副本）.pdf')
    assert.equal(cleaned('..\\..\\windows\\system32\\报表.xlsx'), '报表.xlsx')
    assert.equal(cleaned('/etc/../审计报告.pdf'), '审计报告.pdf')
    assert.equal(cleaned('a:b?c*"d".pdf'), 'a_b_c__d_.pdf')
  })

  it('is composed, so that one name is one text on every system', () => {
    assert.equal(cleaned('e\u0301tat.pdf'), '\u00e9tat.pdf')
  })

  it('is refused with control characters, reversed text, or in an unreadable encoding', () => {
    for (const raw of ['a\0.pdf', 'a\r\nSet-Cookie: x.pdf', 'gpj\u202efdp.exe', 'a\ufffd.pdf']) {
      assert.match(cleaned(raw), /^! 文件名/, JSON.stringify(raw))
    }
  })

  it('is refused without an extension, or when it is only one, or far too long', () => {
    for (const raw of ['', 'README', '.pdf', '...', 'a.', `${'长'.repeat(80)}.pdf`])
      assert.match(cleaned(raw), /^! 文件名/, raw)
  })

  it('never keeps a separator or a control character, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (raw) => {
        const name = cleanFileName(`${raw}.pdf`)
        if (name.ok) assert.doesNotMatch(name.value, /[\p{Cc}/\\]|^\./u)
      }),
    )
  })
})

describe('uploads: the header a file is handed out with', () => {
  it('carries the Chinese name in UTF-8 and a plain one beside it', () => {
    const header = contentDisposition("营业 执照'(1).pdf")
    assert.equal(
      header,
      `attachment; filename="__ __'(1).pdf"; filename*=UTF-8''%E8%90%A5%E4%B8%9A%20%E6%89%A7%E7%85%A7%27%281%29.pdf`,
    )
  })

  it('cannot be broken out of', () => {
    assert.doesNotMatch(contentDisposition('a"; filename="b.html\r\nX: y.pdf'), /\r|\n|filename="b/)
  })
})
