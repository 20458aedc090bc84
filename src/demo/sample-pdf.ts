import { createHash } from 'node:crypto'

/** A page that says that it is a sample, for sample enterprises to attach: the same bytes each time. */
export function samplePdf() {
  const text = 'BT /F1 24 Tf 72 720 Td (SAMPLE - no real document) Tj ET'
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.7\n'
  const places = objects.map((object, place) => {
    const at = body.length
    body += `${place + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const start = body.length
  const id = createHash('sha256').update(body).digest('hex').slice(0, 32)
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`
  body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /ID [<${id}><${id}>] >>\nstartxref\n${start}\n%%EOF\n`
  return { name: '示例材料.pdf', kind: 'pdf', mime: 'application/pdf', bytes: Buffer.from(body, 'latin1') } as const
}
