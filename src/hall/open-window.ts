import type { ClientSession } from 'mongoose'
import type { Application } from '../applications/index.js'
import { systemActor } from '../audit/index.js'
import { newRecordId } from '../db/index.js'
import { paths } from '../paths.js'
import { formatInstant } from '../kernel/format-instant.js'
import { anonymous } from './anonymous.js'
import { closingInstant, type ClaimWindow } from './claim-window.js'
import type { Context } from './context.js'
import { mayClaim } from './hall-request.js'
import { namesOf } from './names.js'

/** Opens the next window of a request that stands in the hall, and tells every bank that may claim, without a name. */
export async function openWindow(
  context: Context,
  session: ClientSession,
  hall: Pick<Application, 'id' | 'requestId'>,
  emptyBefore: number,
): Promise<ClaimWindow> {
  const opensAt = context.now()
  const [last, request, applications] = [
    await context.windows.last(hall.requestId, session),
    await context.requests.get('all', hall.requestId, session),
    await context.applications.ofRequest('all', hall.requestId, session),
  ]
  const window: ClaimWindow = {
    id: newRecordId(),
    requestId: request.id,
    hallId: hall.id,
    number: (last?.number ?? 0) + 1,
    emptyBefore,
    opensAt,
    closesAt: closingInstant(opensAt, context.windowLength),
    state: 'open',
    closedAt: null,
    given: null,
    version: 1,
  }
  await context.windows.insert(session, window)
  const { amount, term, industry, division } = anonymous(request, namesOf(context.reference))
  const banks = new Set(request.products.map(({ bankId }) => bankId))
  await context.notices.tell(
    session,
    [...banks]
      .filter((bankId) => mayClaim(bankId, request, applications))
      .map((id) => ({
        to: { kind: 'bank' as const, id },
        subject: `需求大厅有可认领的需求：${amount}，${term}`,
        text: `${division}，${industry}，${amount}，${term}。贵行有匹配的产品，可在 ${formatInstant(window.closesAt)} 前认领；名额按公开的规则分配，与先后无关。`,
        href: paths.hallRequest({ id: request.id }),
        about: { kind: 'hall-request', id: request.id },
      })),
  )
  await context.audit.record(session, {
    name: 'HALL_WINDOW_OPENED',
    actor: systemActor,
    subject: { kind: 'request', id: request.id },
    detail: { windowId: window.id, number: window.number, closesAt: window.closesAt.toISOString() },
  })
  return window
}
