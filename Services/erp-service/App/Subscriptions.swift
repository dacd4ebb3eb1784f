import CRMEvents
import Messaging
import OAEvents
import PortalEvents
import ServiceRuntime

/// Every event that erp-service listens to, and what it does about it.
let subscriptions: [Subscription] =
    sessions(of: OA.self) + [apiKeys(of: OA.self)] + sessions(of: Portal.self) + [
        // OA: money for trips, and who takes them
        on(StaffChanged.self, .own, followStaff),
        on(TripApproved.self, .shared, reserveTripFunds),
        on(TripUndone.self) { try await releaseTripFunds($0.event.tripID, $1) },
        on(TripWithdrawn.self) { try await releaseTripFunds($0.event.tripID, $1) },
        on(TripRejected.self) { try await releaseTripFunds($0.event.tripID, $1) },
        on(TripCompleted.self, .shared, consumeTripFunds),

        // CRM: customers, their terms, their orders, and what they were promised
        on(CustomerChanged.self, .own, keepCustomer),
        on(CreditTermsChanged.self, .own, keepCreditTerms),
        on(OrderConfirmed.self, .shared, takeOrder),
        on(ConfigurationAccepted.self, .shared, draftRevision),

        // Portal: orders of the shop and their payment
        on(WebOrderPlaced.self, .shared, takeWebOrder),
        on(WebOrderPaid.self, .shared, takeOnlinePayment),
        on(WebOrderCancelled.self, .shared, cancelWebOrder),
        on(WebOrderRefunded.self, .shared, takeOnlineRefund),
        on(ShopperRemoved.self, .shared, forgetShopper),
    ]
