import assert from 'node:assert/strict'
import ExcelJS from 'exceljs'
import { inspectFile } from '../../src/files/detect-file-kind.js'
import { bookParts, jpeg, pdf, png, zip, type Part } from './sample-files.js'

const faultOf = async (name: string, bytes: Buffer): Promise<string> => {
  const inspected = await inspectFile(name, bytes)
  return inspected.ok ? '' : inspected.error
}
const xlsx = (extra: readonly Part[] = [], tail = {}) => zip([...bookParts(), ...extra], tail)

describe('uploads: looking at the content of a file', () => {
  it('takes the four kinds that are evidence', async () => {
    const kinds = await Promise.all(
      (
        [
          ['a.pdf', pdf()],
          ['a.png', png()],
          ['a.jpg', jpeg()],
          ['a.JPEG', jpeg()],
          ['a.xlsx', xlsx()],
        ] as const
      ).map(async ([name, bytes]) => {
        const inspected = await inspectFile(name, bytes)
        return inspected.ok ? inspected.value.kind : inspected.error
      }),
    )
    assert.deepEqual(kinds, ['pdf', 'png', 'jpeg', 'jpeg', 'xlsx'])
  })

  it('takes a workbook that a spreadsheet library wrote', async () => {
    const book = new ExcelJS.Workbook()
    book.addWorksheet('报表').addRows([
      ['营业收入', 3000],
      ['资产总计', 5000],
    ])
    assert.equal(await faultOf('财务报表.xlsx', Buffer.from(await book.xlsx.writeBuffer())), '')
  })

  it('refuses other kinds, whatever they are called', async () => {
    for (const bytes of [
      Buffer.from('<html><script>1</script>'),
      Buffer.from('GIF89a\x01\0\x01\0'),
      Buffer.from('MZ\x90\0'),
    ]) {
      assert.match(await faultOf('营业执照.pdf', bytes), /只接收 PDF、JPEG、PNG 和 XLSX/)
    }
    assert.match(
      await faultOf('a.docx', zip([{ name: '[Content_Types].xml', content: '<Types/>' }])),
      /扩展名却是 \.docx/,
    )
    assert.match(await faultOf('a.xlsx', zip([{ name: 'a.txt', content: 'x' }])), /不是 Excel 工作簿/)
  })

  it('says what the place takes that it is sent to, not what other places take', async () => {
    const only = async (name: string, bytes: Buffer) => {
      const inspected = await inspectFile(name, bytes, ['xlsx'])
      return inspected.ok ? '' : inspected.error
    }
    assert.equal(await only('清单.pdf', pdf()), '这里只接收 Excel 工作簿（.xlsx）；您选的是 PDF')
    assert.equal(await only('清单.xlsx', png()), '这里只接收 Excel 工作簿（.xlsx）；您选的是 PNG 图片')
    assert.match(
      await only('清单.csv', Buffer.from('项目名称,企业名称')),
      /^这里只接收 Excel 工作簿（.xlsx）；看起来不是/,
    )
    assert.match(await only('清单.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex')), /旧格式（.xls）/)
  })

  it('refuses a file whose extension promises another kind', async () => {
    assert.match(await faultOf('a.pdf', png()), /内容是 PNG 图片，扩展名却是 \.pdf/)
    assert.match(await faultOf('a.png', pdf()), /扩展名却是 \.png/)
  })

  it('refuses an empty file and one over 10 MB', async () => {
    assert.match(await faultOf('a.pdf', Buffer.alloc(0)), /空的/)
    assert.match(await faultOf('a.pdf', Buffer.alloc(10 * 1024 * 1024 + 1)), /超过 10 MB/)
  })
})

describe('uploads: a PDF', () => {
  it('may not be another file as well', async () => {
    assert.match(
      await faultOf('a.pdf', Buffer.concat([pdf(), Buffer.from('<html><script>alert(1)</script></html>')])),
      /末尾带有其他内容/,
    )
    assert.match(await faultOf('a.pdf', zip([{ name: 'x.exe', content: 'MZ' }], { before: pdf() })), /末尾带有其他内容/)
    const hidden = zip([{ name: 'x.exe', content: 'MZ' }], { before: pdf(), comment: '%%EOF' })
    assert.match(await faultOf('a.pdf', hidden), /藏有一个压缩包/)
    const page = Buffer.concat([Buffer.from('%PDF-1.4\n%<!DOCTYPE html><script>1</script>\n'), pdf()])
    assert.match(await faultOf('a.pdf', page), /混有网页内容/)
  })

  it('may not be encrypted, cut off or hold what runs', async () => {
    assert.match(await faultOf('a.pdf', pdf('/Encrypt 5 0 R')), /加了密/)
    assert.match(await faultOf('a.pdf', pdf().subarray(0, 120)), /不完整/)
    assert.match(await faultOf('a.pdf', pdf('/OpenAction << /S /JavaScript /JS (app.alert) >>')), /脚本/)
    assert.match(await faultOf('a.pdf', pdf('/OpenAction << /S /J#61vaScript >>')), /脚本/)
    assert.match(await faultOf('a.pdf', pdf('/Names << /EmbeddedFiles 7 0 R >>')), /附件/)
  })
})

describe('uploads: a picture', () => {
  it('ends where it ends', async () => {
    assert.match(await faultOf('a.png', Buffer.concat([png(), Buffer.from('PK')])), /末尾带有其他内容/)
    assert.match(await faultOf('a.jpg', Buffer.concat([jpeg(), Buffer.from('<?php')])), /末尾带有其他内容/)
    assert.match(await faultOf('a.jpg', jpeg().subarray(0, -2)), /不完整/)
    assert.match(await faultOf('a.png', png().subarray(0, -6)), /不完整/)
  })

  it('may carry a preview and padding, as cameras append them', async () => {
    assert.equal(await faultOf('a.jpg', Buffer.concat([jpeg(), jpeg(), Buffer.alloc(16)])), '')
  })

  it('may not claim a size that exhausts its reader', async () => {
    assert.match(await faultOf('a.png', png(60_000, 60_000)), /尺寸太大/)
    assert.match(await faultOf('a.jpg', jpeg(60_000, 60_000)), /尺寸太大/)
  })
})

describe('uploads: a workbook', () => {
  it('may not be encrypted, hold macros, embedded files or links to elsewhere', async () => {
    const flagged = zip(bookParts().map((part) => ({ ...part, claims: { flags: 1 } })))
    assert.match(await faultOf('a.xlsx', flagged), /加了密/)
    const old = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)])
    assert.match(await faultOf('a.xlsx', old), /旧格式（\.xls）或加密/)
    assert.match(await faultOf('a.xlsx', xlsx([{ name: 'xl/vbaProject.bin', content: 'x' }])), /宏/)
    assert.match(await faultOf('a.xlsx', zip(bookParts('application/vnd.ms-excel.sheet.macroEnabled.main+xml'))), /宏/)
    assert.match(await faultOf('a.xlsx', xlsx([{ name: 'xl/embeddings/oleObject1.bin', content: 'x' }])), /嵌入/)
    assert.match(
      await faultOf('a.xlsx', xlsx([{ name: 'xl/externalLinks/externalLink1.xml', content: 'x' }])),
      /外部链接/,
    )
  })

  it('may not unpack to more than a workbook needs', async () => {
    const dense = xlsx([{ name: 'xl/worksheets/sheet1.xml', content: Buffer.alloc(4 * 1024 * 1024) }])
    assert.match(await faultOf('a.xlsx', dense), /异常地大/)
    const many = Array.from({ length: 2001 }, (_, place) => ({ name: `xl/s${place}.xml`, content: '' }))
    assert.match(await faultOf('a.xlsx', xlsx(many)), /结构不完整/)
  })

  it('is unpacked no further than its directory admits', async () => {
    const liar = xlsx([{ name: 'xl/big.xml', content: Buffer.alloc(4 * 1024 * 1024), claims: { bytes: 100 } }])
    assert.match(await faultOf('a.xlsx', liar), /损坏/)
  })

  it('holds what its checksums say', async () => {
    const altered = xlsx([{ name: 'xl/a.xml', content: '<a/>', claims: { crc: 1 } }])
    assert.match(await faultOf('a.xlsx', altered), /损坏/)
  })

  it('can be read in one way only', async () => {
    assert.match(await faultOf('a.xlsx', xlsx([], { comment: 'PK' })), /结构不完整/)
    assert.match(await faultOf('a.xlsx', Buffer.concat([xlsx(), Buffer.from('<html>')])), /结构不完整/)
    const renamed = xlsx([{ name: 'xl/a.xml', content: 'x', claims: { localName: 'xl/b.xml' } }])
    assert.match(await faultOf('a.xlsx', renamed), /结构不完整/)
    assert.match(await faultOf('a.xlsx', xlsx([{ name: 'xl/workbook.xml', content: 'again' }])), /重名/)
    assert.match(await faultOf('a.xlsx', xlsx([{ name: 'xl/a.xml', content: 'x', behind: '<script>' }])), /结构不完整/)
  })

  it('has no part that leads out of it', async () => {
    for (const name of ['../etc/passwd', '/etc/passwd', 'xl\\a.xml', 'C:evil.xml', 'xl/../../a.xml']) {
      assert.match(await faultOf('a.xlsx', xlsx([{ name, content: 'x' }])), /路径/, name)
    }
  })

  it('defines no entities', async () => {
    const bomb = '<!DOCTYPE lolz [<!ENTITY lol "lol">]><x/>'
    assert.match(await faultOf('a.xlsx', xlsx([{ name: 'xl/sharedStrings.xml', content: bomb }])), /定义/)
  })

  it('is refused, not crashed on, whatever byte of it is changed', async () => {
    const whole = xlsx()
    for (let at = 0; at < whole.length; at += 7) {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 0xff
      const inspected = await inspectFile('a.xlsx', bytes)
      assert.equal(typeof inspected.ok, 'boolean')
    }
  })
})
