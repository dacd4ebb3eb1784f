import ERPEvents
import Messaging
import OAEvents
import PortalEvents
import ServiceRuntime

/// Every event the service listens to.
let subscriptions: [Subscription] =
    sessions(of: OA.self) + [apiKeys(of: OA.self)] + sessions(of: Portal.self) + [
        // OA: who is who, trips, decisions.
        on(StaffChanged.self, .own, staffChanged),
        on(TripFiled.self, .own, tripFiled),
        on(TripApproved.self, .own, tripApproved),
        on(TripRejected.self, .own, tripRejected),
        on(TripWithdrawn.self, .own, tripWithdrawn),
        on(TripFunded.self, .own, tripFunded),
        on(TripUndone.self, .own, tripUndone),
        on(TripCompleted.self, .own, tripCompleted),
        on(ApprovalDecided.self, .shared, approvalDecided),

        // ERP: products, and what becomes of orders.
        on(ProductChanged.self, .own, productChanged),
        on(PriceFloorChanged.self, .own, priceFloorChanged),
        on(SalesOrderAccepted.self, .own, salesOrderAccepted),
        on(SalesOrderRejected.self, .own, salesOrderRejected),
        on(SalesOrderPlanned.self, .own, salesOrderPlanned),
        on(SalesOrderStarted.self, .own, salesOrderStarted),
        on(SalesOrderProduced.self, .own, salesOrderProduced),
        on(SalesOrderPaid.self, .own, salesOrderPaid),
        on(SalesOrderShipped.self, .own, salesOrderShipped),
        on(SalesOrderInvoiced.self, .own, salesOrderInvoiced),
        on(SalesOrderCancelled.self, .own, salesOrderCancelled),
        on(PaymentReceived.self, .own, paymentReceived),
        on(RefundDue.self, .own, refundDue),
        on(RefundPaid.self, .own, refundPaid),
        on(RevisionDrafted.self, .own, revisionDrafted),
        on(RevisionReleased.self, .own, revisionReleased),
        on(OrderCostSettled.self, .own, orderCostSettled),

        // The portal: shoppers are customers, cards are leads, web orders are orders.
        on(ShopperRegistered.self, .own, shopperRegistered),
        on(ShopperRegisteredV1.self, .own, shopperRegistered),
        on(ShopperChanged.self, .own, shopperChanged),
        on(ShopperRemoved.self, .shared, shopperRemoved),
        on(InquirySubmitted.self, .own, inquirySubmitted),
        on(WebOrderPlaced.self, .own, webOrderPlaced),
    ]
