const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Pictures with more points than this are made to exhaust the reader's memory, not to be read. */
const MOST_PIXELS = 200_000_000

const BROKEN = '图片不完整，请重新保存后上传'
const TAIL = '图片末尾带有其他内容，请另存为新图片后再上传'
const HUGE = '图片的尺寸太大，请缩小后再上传'

/** What is wrong with a PNG, in Chinese; null when it is one whole picture from its first byte to its last. */
export function pngFault(bytes: Buffer): string | null {
  if (!bytes.subarray(0, 8).equals(PNG_HEAD)) return BROKEN
  let at = 8
  let first = true
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (first && (type !== 'IHDR' || length !== 13 || at + 25 > bytes.length)) return BROKEN
    if (first && bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > MOST_PIXELS) return HUGE
    first = false
    at += 12 + length
    if (type === 'IEND') return at === bytes.length ? null : TAIL
  }
  return BROKEN
}

/**
 * What is wrong with a JPEG, in Chinese; null when it is one or more whole pictures. Cameras append previews as
 * further JPEG pictures and pad with zeros; anything else behind the end is another file in the same bytes.
 */
export function jpegFault(bytes: Buffer): string | null {
  let at = 0
  while (at < bytes.length) {
    if (bytes[at] !== 0xff || bytes[at + 1] !== 0xd8) return at === 0 ? BROKEN : TAIL
    const end = endOfPicture(bytes, at + 2)
    if (typeof end === 'string') return end
    at = end
    while (at < bytes.length && bytes[at] === 0) at += 1
  }
  return bytes.length === 0 ? BROKEN : null
}

/** Walks the segments of one picture to the byte behind its end marker. */
function endOfPicture(bytes: Buffer, start: number): number | string {
  let at = start
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return BROKEN
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) at += 1
    else if (marker === 0xd9) return at + 2
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2
    else {
      if (at + 4 > bytes.length) return BROKEN
      const length = bytes.readUInt16BE(at + 2)
      if (length < 2) return BROKEN
      if (
        isFrame(marker) &&
        at + 9 <= bytes.length &&
        bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7) > MOST_PIXELS
      ) {
        return HUGE
      }
      at += 2 + length
      if (marker === 0xda) at = endOfScan(bytes, at)
    }
  }
  return BROKEN
}

const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** In the data of a scan 0xff is followed by 0x00 or a restart marker; any other marker ends it. */
function endOfScan(bytes: Buffer, start: number): number {
  let at = bytes.indexOf(0xff, start)
  while (at >= 0) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at
    at = bytes.indexOf(0xff, at + 2)
  }
  return bytes.length
}
