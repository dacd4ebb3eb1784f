import EventContracts

/// CRM as a publisher of events.
public enum CRM: Publisher {
    public static let name = "crm"

    /// Every event type that crm-service publishes.
    public static let catalog = EventCatalog(
        publisher: name, sensitive: ["crm.credit-terms"],
        [
            LeadCaptured.self,
            LeadChanged.self,
            LeadConverted.self,
            CustomerChanged.self,
            CreditTermsChanged.self,
            ApprovalRequested.self,
            ApprovalWithdrawn.self,
            QuoteSent.self,
            QuoteCountered.self,
            QuoteAccepted.self,
            OrderConfirmed.self,
            ConfigurationAccepted.self,
            TodoOpened<CRM>.self,
            TodoClosed<CRM>.self,
            ApiKeyUsed<CRM>.self,
            AuditSealed<CRM>.self,
        ])
}
