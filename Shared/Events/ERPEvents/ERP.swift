import EventContracts

/// ERP as a publisher of events.
public enum ERP: Publisher {
    public static let name = "erp"

    /// Every event type that erp-service publishes.
    public static let catalog = EventCatalog(
        publisher: name, sensitive: ["erp.price-floor", "erp.order-cost"],
        [
            ProductChanged.self,
            PriceFloorChanged.self,
            AvailabilityChanged.self,
            TripFundsReserved.self,
            TripFundsDeclined.self,
            TripFundsReleased.self,
            TripFundsConsumed.self,
            SalesOrderAccepted.self,
            SalesOrderRejected.self,
            SalesOrderPlanned.self,
            SalesOrderStarted.self,
            SalesOrderProduced.self,
            SalesOrderPaid.self,
            SalesOrderShipped.self,
            SalesOrderInvoiced.self,
            SalesOrderCancelled.self,
            PaymentReceived.self,
            RefundDue.self,
            RefundPaid.self,
            OrderCostSettled.self,
            WorkOrderPlanned.self,
            WorkOrderStarted.self,
            WorkOrderCompleted.self,
            RevisionDrafted.self,
            RevisionReleased.self,
            TodoOpened<ERP>.self,
            TodoClosed<ERP>.self,
            ApiKeyUsed<ERP>.self,
            AuditSealed<ERP>.self,
        ])
}
