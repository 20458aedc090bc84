/** What a room calls its audit events and their subjects on pages; the log itself knows codes alone. */
export type AuditNames = {
  readonly events: Readonly<Record<string, string>>
  readonly subjects: Readonly<Record<string, string>>
}

/** Joins the names of several rooms. @throws Error when two rooms name one code */
export function joinAuditNames(rooms: readonly AuditNames[]): AuditNames {
  return { events: joined(rooms.map(({ events }) => events)), subjects: joined(rooms.map(({ subjects }) => subjects)) }
}

function joined(lists: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const all: Record<string, string> = {}
  for (const [code, name] of lists.flatMap((list) => Object.entries(list))) {
    if (code in all) throw new Error(`Two rooms name the audit code ${code}.`)
    all[code] = name
  }
  return all
}
