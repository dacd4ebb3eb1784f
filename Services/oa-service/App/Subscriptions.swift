import CRMEvents
import ERPEvents
import EventContracts
import Messaging
import PortalEvents
import ServiceRuntime

/// Everything oa-service listens to.
let subscriptions: [Subscription] =
    sessions(of: Portal.self) + [
        on(ApiKeyUsed<CRM>.self, .own, keyUsed),
        on(ApiKeyUsed<ERP>.self, .own, keyUsed),
        on(ApiKeyUsed<Portal>.self, .own, keyUsed),
        auditHeads(of: CRM.self), auditHeads(of: ERP.self), auditHeads(of: Portal.self),
        on(TripFundsReserved.self, .own, tripFundsReserved),
        on(TripFundsDeclined.self, .own, tripFundsDeclined),
        on(TripFundsReleased.self, .own, tripFundsReleased),
        on(TripFundsConsumed.self, .own, tripFundsConsumed),
        on(LeadCaptured.self, .shared, leadCaptured),
        on(LeadChanged.self, .shared, leadChanged),
        on(CustomerChanged.self, .shared, customerRenamed),
        on(ApprovalRequested.self, .own, approvalRequested),
        on(ApprovalWithdrawn.self, .shared, approvalWithdrawn),
    ]
