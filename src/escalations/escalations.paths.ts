import { path } from '../web/path.js'

export const escalationPaths = {
  bankEscalations: path('/bank/escalations'),
  bankExplanations: path('/bank/escalations/:id/explanations'),
  bureauEscalations: path('/bureau/escalations'),
  bureauEscalation: path('/bureau/escalations/:id'),
  bureauEscalationQuestions: path('/bureau/escalations/:id/questions'),
} as const
