/** The kinds of file that are taken as evidence, and nothing else. */
export const FILE_KINDS = {
  pdf: { mime: 'application/pdf', extensions: ['pdf'], label: 'PDF', short: 'PDF' },
  jpeg: { mime: 'image/jpeg', extensions: ['jpg', 'jpeg'], label: 'JPEG 图片', short: 'JPEG' },
  png: { mime: 'image/png', extensions: ['png'], label: 'PNG 图片', short: 'PNG' },
  xlsx: {
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extensions: ['xlsx'],
    label: 'Excel 工作簿（.xlsx）',
    short: 'XLSX',
  },
} as const satisfies Record<string, { mime: string; extensions: readonly string[]; label: string; short: string }>

export type FileKind = keyof typeof FILE_KINDS
export const KINDS = Object.keys(FILE_KINDS) as readonly FileKind[]

/** The largest file that is taken: 10 MB. */
export const MOST_BYTES = 10 * 1024 * 1024

/** What the file field accepts, for the browser's own dialogue. */
export const ACCEPTED = Object.values(FILE_KINDS)
  .flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`))
  .join(',')

/** The kind a content type stands for; null for everything that is not taken. */
export function kindOfMime(mime: string): FileKind | null {
  for (const [kind, { mime: known }] of Object.entries(FILE_KINDS)) if (known === mime) return kind as FileKind
  return null
}
