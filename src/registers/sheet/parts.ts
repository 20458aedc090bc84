import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createInflateRaw } from 'node:zlib'
import { readZipDirectory, type ZipEntry } from '../../files/zip-directory.js'
import { XmlReader, type XmlHandler } from './xml.js'

/** The parts of a workbook by their paths. */
export type Parts = ReadonlyMap<string, ZipEntry>

/** The parts of a workbook that has passed `inspectFile`. */
export function partsOf(bytes: Buffer): Parts {
  const directory = readZipDirectory(bytes, 2000)
  return new Map(directory.ok ? directory.entries.map((entry) => [entry.name, entry]) : [])
}

/** Reads a part piece by piece and tells its XML; control comes back after every piece. A character may lie across two. */
export async function* readPart(bytes: Buffer, entry: ZipEntry, handler: XmlHandler): AsyncGenerator<void> {
  const packed = Readable.from([bytes.subarray(entry.dataStart, entry.dataStart + entry.compressedBytes)])
  const content = entry.method === 0 ? packed : packed.pipe(createInflateRaw())
  const decoder = new StringDecoder('utf8')
  const reader = new XmlReader(handler)
  for await (const piece of content as AsyncIterable<Buffer>) {
    reader.write(decoder.write(piece))
    yield
  }
}

/** Reads a whole part. */
export async function tellPart(bytes: Buffer, entry: ZipEntry, handler: XmlHandler): Promise<void> {
  const pieces = readPart(bytes, entry, handler)
  while (!(await pieces.next()).done);
}
