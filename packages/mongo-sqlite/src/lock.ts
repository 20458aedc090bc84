import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { isBusy } from './storage/connection.js'

type Database = InstanceType<typeof DatabaseSync>

/** What the lock file says: who holds the folder, and how to reach the server once it listens. */
export type LockContent = { readonly pid: number; readonly startedAt: string; readonly uri?: string }

/** The folder is held by a live process. The message is for the operator. */
export class FolderInUse extends Error {
  readonly pid: number

  constructor(dataDir: string, pid: number) {
    super(`数据文件夹 ${dataDir} 正被另一个进程使用（进程号 ${pid}）。请先停止该进程，或改用另一个数据文件夹。`)
    this.name = 'FolderInUse'
    this.pid = pid
  }
}

function lockFile(dataDir: string): string {
  return join(dataDir, 'lock.json')
}

function lockDatabase(dataDir: string): string {
  return join(dataDir, 'lock.sqlite')
}

/** The lock of a folder, null when there is none or it cannot be read. */
export function readLock(dataDir: string): LockContent | null {
  try {
    const content = JSON.parse(readFileSync(lockFile(dataDir), 'utf8')) as Partial<LockContent>
    if (typeof content.pid !== 'number' || typeof content.startedAt !== 'string') return null
    return content as LockContent
  } catch {
    return null
  }
}

/**
 * A held lock of a data folder. The lock itself is an exclusive lock of the operating system on `lock.sqlite`, which
 * ends with its process however that ends and cannot be mistaken for the one of another process with the same number;
 * `lock.json` beside it says who holds it and where it listens.
 */
export class FolderLock {
  private readonly dataDir: string
  private readonly holder: Database
  private content: LockContent

  private constructor(dataDir: string, holder: Database) {
    this.dataDir = dataDir
    this.holder = holder
    this.content = { pid: process.pid, startedAt: new Date().toISOString() }
    this.write()
  }

  /**
   * Makes the folder (for its owner only) and takes its lock; what a dead process left behind does not count.
   * @throws FolderInUse when a live process holds it.
   */
  static take(dataDir: string): FolderLock {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    chmodSync(dataDir, 0o700)
    // Somebody may be looking whether the folder is held; that takes no time.
    const holder = new DatabaseSync(lockDatabase(dataDir), { timeout: 300 })
    try {
      holder.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      holder.close()
      if (isBusy(error)) throw new FolderInUse(dataDir, readLock(dataDir)?.pid ?? 0)
      throw error
    }
    return new FolderLock(dataDir, holder)
  }

  /** Writes the address others may attach to into the lock. */
  publish(uri: string): void {
    this.content = { ...this.content, uri }
    this.write()
  }

  release(): void {
    rmSync(lockFile(this.dataDir), { force: true })
    this.holder.close()
  }

  private write(): void {
    const temporary = `${lockFile(this.dataDir)}.${process.pid}`
    writeFileSync(temporary, JSON.stringify(this.content), { mode: 0o600 })
    renameSync(temporary, lockFile(this.dataDir))
  }
}

/** The address of the live server that holds a folder, null when there is none or it does not listen yet. */
export function attachUri(dataDir: string): string | null {
  const uri = readLock(dataDir)?.uri
  return uri !== undefined && isHeld(dataDir) ? uri : null
}

function isHeld(dataDir: string): boolean {
  const probe = new DatabaseSync(lockDatabase(dataDir))
  try {
    probe.prepare('SELECT COUNT(*) FROM sqlite_master').get()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    probe.close()
  }
}
