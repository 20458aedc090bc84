import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { failed, ok, type Result } from './kernel/result.js'

/**
 * Reads a file, or standard input for `-`, up to a limit; it stops reading where the limit is passed, so that an
 * endless stream cannot fill the memory. The error is a sentence in Chinese.
 */
export async function readInput(name: string, stdin: Readable, limitBytes: number): Promise<Result<Uint8Array>> {
  const shown = name === '-' ? '标准输入' : name
  try {
    const bytes = name === '-' ? await readStream(stdin, limitBytes) : await readFileStart(name, limitBytes)
    if (bytes.length > limitBytes) return failed(`${shown}：内容超过 ${sizeText(limitBytes)}，没有读取。`)
    return ok(bytes)
  } catch (error) {
    return failed(`${shown}：${reasonOf(error)}。`)
  }
}

async function readFileStart(name: string, limitBytes: number): Promise<Uint8Array> {
  const file = await open(name)
  try {
    return await readStream(file.createReadStream({ autoClose: false, end: limitBytes }), limitBytes)
  } finally {
    await file.close()
  }
}

async function readStream(stream: Readable, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : (chunk as Uint8Array)
    chunks.push(bytes)
    length += bytes.length
    if (length > limitBytes) break
  }
  return Buffer.concat(chunks)
}

const sizeText = (bytes: number) => (bytes < 1024 * 1024 ? `${bytes / 1024} KB` : `${bytes / 1024 / 1024} MB`)

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'ENOENT') return '文件不存在'
  if (code === 'EISDIR') return '这是一个文件夹，不是文件'
  return code === 'EACCES' ? '没有读取这个文件的权限' : '文件无法读取'
}
