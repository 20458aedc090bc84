const RUNS = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u

/**
 * A text as a spreadsheet may be given it: one that it would run as a formula gets an apostrophe in front. Signs that
 * count are = + - @ in half and full width, also behind white space, and a tab or a line break at the start. A text
 * cell of a workbook is never run, but it may be saved as CSV later. What is not known (null) stays so.
 */
export const withoutFormula = <T extends string | null>(text: T): T | string =>
  text !== null && RUNS.test(text) ? `'${text}` : text

/** A text as a cell of a CSV file: never run as a formula, and always quoted. */
export const csvCell = (text: string): string => `"${withoutFormula(text).replaceAll('"', '""')}"`
