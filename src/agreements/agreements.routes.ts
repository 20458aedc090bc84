import { paths } from '../paths.js'
import type { Site } from '../web/route.js'
import {
  changeAgreement,
  editAgreement,
  endAgreement,
  enterAgreement,
  newAgreement,
  exportAgreements,
  showAgreement,
  showAgreements,
  type AgreementPageDeps,
} from './pages/agreements.page.js'

/** Strategic agreements with banks: the bureau's own. */
export function agreementRoutes(site: Site, pages: AgreementPageDeps): void {
  const bureau = (audit: string) => ({ role: 'bureau' as const, audit })
  site
    .get(paths.agreements.pattern, bureau('AGREEMENTS_READ'), showAgreements(pages))
    .get(paths.agreementExport.pattern, bureau('AGREEMENTS_EXPORTED'), exportAgreements(pages))
    .get(paths.newAgreement.pattern, bureau('AGREEMENT_FORM_OPENED'), newAgreement(pages))
    .post(paths.agreements.pattern, bureau('AGREEMENT_ENTERED'), enterAgreement(pages))
    .get(paths.agreement.pattern, bureau('AGREEMENT_READ'), showAgreement(pages))
    .get(paths.agreementTerms.pattern, bureau('AGREEMENT_FORM_OPENED'), editAgreement(pages))
    .post(paths.agreementTerms.pattern, bureau('AGREEMENT_CHANGED'), changeAgreement(pages))
    .post(paths.agreementEnd.pattern, bureau('AGREEMENT_ENDED'), endAgreement(pages))
}
