import type { Response } from 'express'
import { FILE_KINDS } from '../../files/file-kinds.js'

/** A file to hand out. `name` may hold Chinese. */
export type Attachment = {
  readonly name: string
  readonly mime: string
  readonly sizeBytes: number
}

/** `attachment` with a plain name for old programs and the true one in UTF-8. Source: RFC 6266, RFC 5987. */
export function contentDisposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** Headers under which an uploaded file is saved and never shown as a page of this site. */
export function attachmentHeaders(res: Response, file: Attachment): void {
  res.set({
    'Content-Type': file.mime,
    'Content-Length': String(file.sizeBytes),
    'Content-Disposition': contentDisposition(file.name),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'no-store',
  })
}

/** Says that a workbook is coming, and under which name (with its ending) it is saved. */
export function workbookHeaders(res: Response, name: string): void {
  res.set({
    'Content-Type': FILE_KINDS.xlsx.mime,
    'Content-Disposition': contentDisposition(name),
    'Cache-Control': 'no-store',
  })
}
