import EventContracts

/// Portal as a publisher of events.
public enum Portal: Publisher {
    public static let name = "portal"

    /// Every event type that portal-service publishes.
    public static let catalog = EventCatalog(
        publisher: name, sensitive: [],
        [
            ShopperRegistered.self,
            ShopperRegisteredV1.self,
            ShopperChanged.self,
            ShopperRemoved.self,
            InquirySubmitted.self,
            WebOrderPlaced.self,
            WebOrderPaid.self,
            WebOrderCancelled.self,
            WebOrderRefunded.self,
            PointsEarned.self,
            ReviewPosted.self,
            SigningKeyPublished<Portal>.self,
            SessionRevoked<Portal>.self,
            ApiKeyUsed<Portal>.self,
            AuditSealed<Portal>.self,
        ])
}
