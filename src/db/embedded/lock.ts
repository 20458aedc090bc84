import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

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

/** True when the process exists; one of another user counts too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A held lock of a data folder. */
export class FolderLock {
  private readonly dataDir: string
  private content: LockContent

  private constructor(dataDir: string, content: LockContent) {
    this.dataDir = dataDir
    this.content = content
  }

  /**
   * Makes the folder (for its owner only) and takes its lock; the lock of a dead process is taken over.
   * @throws FolderInUse when a live process holds it.
   */
  static take(dataDir: string): FolderLock {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    chmodSync(dataDir, 0o700)
    const content = { pid: process.pid, startedAt: new Date().toISOString() }
    const lock = new FolderLock(dataDir, content)
    for (let attempt = 0; attempt < 5; attempt++) {
      if (lock.create()) return lock
      const holder = readLock(dataDir)
      if (holder !== null && isAlive(holder.pid)) throw new FolderInUse(dataDir, holder.pid)
      lock.removeStale(holder)
    }
    throw new FolderInUse(dataDir, readLock(dataDir)?.pid ?? 0)
  }

  /** Writes the address others may attach to into the lock. */
  publish(uri: string): void {
    this.content = { ...this.content, uri }
    const temporary = `${lockFile(this.dataDir)}.${process.pid}`
    writeFileSync(temporary, JSON.stringify(this.content), { mode: 0o600 })
    renameSync(temporary, lockFile(this.dataDir))
  }

  release(): void {
    rmSync(lockFile(this.dataDir), { force: true })
  }

  /** Puts a whole file in place under the name or fails when there is one: link, unlike rename, never overwrites. */
  private create(): boolean {
    const temporary = `${lockFile(this.dataDir)}.${process.pid}.new`
    writeFileSync(temporary, JSON.stringify(this.content), { mode: 0o600 })
    try {
      linkSync(temporary, lockFile(this.dataDir))
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    } finally {
      rmSync(temporary, { force: true })
    }
  }

  /** Renames the stale lock away; of two processes that try, one renames it and the other finds it gone or renewed. */
  private removeStale(holder: LockContent | null): void {
    const aside = `${lockFile(this.dataDir)}.${process.pid}.stale`
    try {
      renameSync(lockFile(this.dataDir), aside)
      const moved = JSON.parse(readFileSync(aside, 'utf8')) as Partial<LockContent>
      // Somebody was faster and this is their live lock: put it back.
      const renewed = moved.pid !== holder?.pid && typeof moved.pid === 'number' && isAlive(moved.pid)
      if (renewed) linkSync(aside, lockFile(this.dataDir))
    } catch {
      // Gone, or not readable as a lock: either way it is out of the way now.
    } finally {
      rmSync(aside, { force: true })
    }
  }
}

/** The address of the live server that holds a folder, null when there is none or it does not listen yet. */
export function attachUri(dataDir: string): string | null {
  const lock = readLock(dataDir)
  return lock?.uri !== undefined && isAlive(lock.pid) ? lock.uri : null
}
