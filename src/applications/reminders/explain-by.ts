import { chinaDay, type LawDate } from '../../kernel/dates.js'
import { addWorkingDays } from '../../kernel/working-days.js'

/** Working days that a bank has to say why a limit went by (source: the portal's rules). */
const EXPLAIN_DAYS = 1

/** The last day on which a bank explains in time what was brought before the bureau at an instant. */
export const explainBy = (raisedAt: Date): LawDate => addWorkingDays(chinaDay(raisedAt), EXPLAIN_DAYS).date
