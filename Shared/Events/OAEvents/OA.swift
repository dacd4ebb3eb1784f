import EventContracts

/// OA as a publisher of events.
public enum OA: Publisher {
    public static let name = "oa"

    /// Every event type that oa-service publishes.
    public static let catalog = EventCatalog(
        publisher: name, sensitive: [],
        [
            StaffChanged.self,
            TripFiled.self,
            TripApproved.self,
            TripRejected.self,
            TripWithdrawn.self,
            TripFunded.self,
            TripUndone.self,
            TripCompleted.self,
            ApprovalOpened.self,
            ApprovalDecided.self,
            TodoOpened<OA>.self,
            TodoClosed<OA>.self,
            SigningKeyPublished<OA>.self,
            SessionRevoked<OA>.self,
            ApiKeyChanged<OA>.self,
            ApiKeyUsed<OA>.self,
            AuditSealed<OA>.self,
        ])
}
