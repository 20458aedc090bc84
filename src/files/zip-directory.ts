/** One file in a zip archive, as its directory describes it. */
export type ZipEntry = {
  readonly name: string
  /** 0 stored, 8 deflated. */
  readonly method: number
  readonly encrypted: boolean
  readonly compressedBytes: number
  readonly bytes: number
  readonly crc: number
  readonly dataStart: number
}

export type ZipDirectory = { readonly ok: true; readonly entries: readonly ZipEntry[] } | { readonly ok: false }

const END_BYTES = 22
const LONGEST_COMMENT = 0xffff
const BROKEN: ZipDirectory = { ok: false }

/** Where the end record of an archive that ends with these bytes begins; null when they do not end as an archive. */
export function endOfCentralDirectory(bytes: Buffer): number | null {
  const earliest = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT)
  for (let at = bytes.length - END_BYTES; at >= earliest; at -= 1) {
    if (bytes.readUInt32LE(at) !== 0x06054b50) continue
    if (at + END_BYTES + bytes.readUInt16LE(at + 20) === bytes.length) return at
  }
  return null
}

/**
 * Reads the directory of a zip archive strictly: the archive fills the file from the first byte to the last, the
 * entries lie one behind the other without gaps or overlaps, and each entry's own header says the same as the
 * directory. An archive that two programs could read in two ways is refused (`ok: false`), as are archives in
 * several parts, with a comment, or of the 64-bit form, which no file of 10 MB needs.
 */
export function readZipDirectory(bytes: Buffer, mostEntries: number): ZipDirectory {
  const end = endOfCentralDirectory(bytes)
  if (end === null || end + END_BYTES !== bytes.length) return BROKEN
  const count = bytes.readUInt16LE(end + 10)
  const size = bytes.readUInt32LE(end + 12)
  const start = bytes.readUInt32LE(end + 16)
  const parts = bytes.readUInt16LE(end + 4) + bytes.readUInt16LE(end + 6)
  if (parts !== 0 || count !== bytes.readUInt16LE(end + 8) || count > mostEntries || start + size !== end) return BROKEN

  const listed: Listed[] = []
  for (let at = start, place = 0; place < count; place += 1) {
    const entry = readListed(bytes, at, end)
    if (entry === null) return BROKEN
    listed.push(entry)
    at = entry.next
  }
  return (listed.at(-1)?.next ?? start) === end ? placed(bytes, listed, start) : BROKEN
}

/** Finds the data of every entry and makes sure that nothing lies before, between or behind them. */
function placed(bytes: Buffer, listed: readonly Listed[], directory: number): ZipDirectory {
  const entries: ZipEntry[] = []
  let behind = 0
  for (const one of [...listed].sort((a, b) => a.offset - b.offset)) {
    const dataStart = readLocal(bytes, one, directory)
    if (dataStart === null || !isNext(bytes, behind, one.offset, entries.at(-1))) return BROKEN
    entries.push({ ...one.entry, dataStart })
    behind = dataStart + one.entry.compressedBytes
  }
  return isNext(bytes, behind, directory, entries.at(-1)) ? { ok: true, entries } : BROKEN
}

const isNext = (bytes: Buffer, behind: number, offset: number, previous: ZipEntry | undefined) =>
  offset === behind || isDescriptor(bytes, behind, offset, previous)

type Listed = {
  readonly entry: Omit<ZipEntry, 'dataStart'>
  readonly rawName: Buffer
  readonly offset: number
  readonly next: number
  readonly trailer: boolean
}

function readListed(bytes: Buffer, at: number, end: number): Listed | null {
  if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) return null
  const flags = bytes.readUInt16LE(at + 8)
  const nameBytes = bytes.readUInt16LE(at + 28)
  const next = at + 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  if (next > end) return null
  const rawName = bytes.subarray(at + 46, at + 46 + nameBytes)
  return {
    entry: {
      name: rawName.toString('utf8'),
      method: bytes.readUInt16LE(at + 10),
      encrypted: (flags & 0x2041) !== 0,
      crc: bytes.readUInt32LE(at + 16),
      compressedBytes: bytes.readUInt32LE(at + 20),
      bytes: bytes.readUInt32LE(at + 24),
    },
    rawName,
    offset: bytes.readUInt32LE(at + 42),
    next,
    trailer: (flags & 8) !== 0,
  }
}

/** Where the data of an entry begins; null when its own header contradicts the directory. */
function readLocal(bytes: Buffer, { entry, rawName, offset, trailer }: Listed, directory: number): number | null {
  if (offset + 30 > directory || bytes.readUInt32LE(offset) !== 0x04034b50) return null
  const nameBytes = bytes.readUInt16LE(offset + 26)
  const name = bytes.subarray(offset + 30, offset + 30 + nameBytes)
  const dataStart = offset + 30 + nameBytes + bytes.readUInt16LE(offset + 28)
  if (!name.equals(rawName) || bytes.readUInt16LE(offset + 8) !== entry.method) return null
  const sizes =
    bytes.readUInt32LE(offset + 18) === entry.compressedBytes && bytes.readUInt32LE(offset + 22) === entry.bytes
  return (sizes || trailer) && dataStart + entry.compressedBytes <= directory ? dataStart : null
}

/** Programs that write as they go put checksum and sizes behind the data, with or without a signature. */
function isDescriptor(bytes: Buffer, from: number, to: number, entry: ZipEntry | undefined): boolean {
  const length = to - from
  if (entry === undefined || (length !== 12 && length !== 16)) return false
  const at = length === 16 ? from + 4 : from
  if (length === 16 && bytes.readUInt32LE(from) !== 0x08074b50) return false
  return bytes.readUInt32LE(at) === entry.crc && bytes.readUInt32LE(at + 4) === entry.compressedBytes
}
