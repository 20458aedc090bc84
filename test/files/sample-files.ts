import { crc32, deflateRawSync, deflateSync } from 'node:zlib'

/** A PDF of one empty page. */
export const pdf = (extra = ''): Buffer =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${extra} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n` +
      '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\ntrailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n9\n%%EOF\n',
    'latin1',
  )

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A grey picture; the sizes named in its head need not be true. */
export function png(width = 1, height = 1): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const segment = (marker: number, data: readonly number[]) => [0xff, marker, 0, data.length + 2, ...data]

/** The segments of a JPEG in their order, with restart markers and stuffed bytes in its scan. */
export const jpeg = (width = 1, height = 1): Buffer =>
  Buffer.from([
    0xff, 0xd8,
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56,
    0xff, 0xd9,
  ]) // prettier-ignore

export type Part = {
  readonly name: string
  readonly content: string | Buffer
  /** What the directory says instead of the truth. */
  readonly claims?: {
    readonly bytes?: number
    readonly flags?: number
    readonly localName?: string
    readonly crc?: number
  }
  readonly stored?: boolean
  /** Bytes that no reader of the directory sees. */
  readonly behind?: string
}

/** A zip archive of these parts, one behind the other, as strict readers want it. */
export function zip(
  parts: readonly Part[],
  tail: { readonly before?: Buffer; readonly comment?: string } = {},
): Buffer {
  const before = tail.before ?? Buffer.alloc(0)
  const bodies: Buffer[] = []
  const listed: Buffer[] = []
  let at = before.length
  for (const { name, content, claims = {}, stored, behind = '' } of parts) {
    const raw = Buffer.from(content)
    const data = stored ? raw : deflateRawSync(raw)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(claims.flags ?? 0, 2)
    fields.writeUInt16LE(stored ? 0 : 8, 4)
    fields.writeUInt32LE(claims.crc ?? crc32(raw), 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(claims.bytes ?? raw.length, 18)
    const local = Buffer.from(claims.localName ?? name)
    const localFields = Buffer.from(fields)
    localFields.writeUInt16LE(local.length, 22)
    const body = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), localFields, local, data, Buffer.from(behind)])
    const own = Buffer.from(name)
    fields.writeUInt16LE(own.length, 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    listed.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0]), fields, rest, own]))
    bodies.push(body)
    at += body.length
  }
  const directory = Buffer.concat(listed)
  const comment = Buffer.from(tail.comment ?? '')
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(at, 12)
  end.writeUInt16LE(comment.length, 16)
  return Buffer.concat([before, ...bodies, directory, Buffer.from('PK\x05\x06', 'latin1'), end, comment])
}

const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'

/** The two parts that make an archive a workbook. */
export const bookParts = (type = WORKBOOK_TYPE): readonly Part[] => [
  {
    name: '[Content_Types].xml',
    content: `<Types><Override PartName="/xl/workbook.xml" ContentType="${type}"/></Types>`,
  },
  { name: 'xl/workbook.xml', content: '<workbook/>' },
]
