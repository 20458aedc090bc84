import { gunzipSync, gzipSync } from 'node:zlib'

/** Records of decisions have some hundred thousand characters: in pieces of the usual 16 KiB most of the time goes by in putting them together. */
const chunkSize = 64 * 1024

/** A text as long records keep it. */
export const packed = (text: string): Buffer => gzipSync(text, { chunkSize })

/** The text again. The driver returns binary values as a Buffer or wrapped in its own Binary. */
export function unpacked(value: Buffer | { readonly buffer: Uint8Array }): string {
  return gunzipSync(Buffer.isBuffer(value) ? value : value.buffer, { chunkSize }).toString('utf8')
}
