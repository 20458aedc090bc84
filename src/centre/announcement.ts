export type AnnouncementState = 'draft' | 'published' | 'withdrawn'

/** A message of the centre to every visitor. */
export type Announcement = {
  readonly id: string
  readonly title: string
  /** Plain text; a line break begins a paragraph. */
  readonly text: string
  readonly state: AnnouncementState
  /** When it was last published; null for a draft that never was. */
  readonly publishedAt: Date | null
  readonly updatedAt: Date
}

/** The states that may follow each state. */
export const NEXT_STATES: Readonly<Record<AnnouncementState, readonly AnnouncementState[]>> = {
  draft: ['published'],
  published: ['withdrawn'],
  withdrawn: ['published'],
}

/** The text in paragraphs. */
export const paragraphsOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
