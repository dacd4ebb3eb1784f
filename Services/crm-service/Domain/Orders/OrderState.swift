/// How far an order has come, as ERP reports it. ERP owns the order; CRM only shows this, so there is no table of
/// moves here. Payment runs beside it.
public enum OrderState: String, CaseIterable, Codable, Sendable {
    /// Confirmed by the customer, not yet answered by ERP.
    case confirmed
    case accepted, rejected, planned
    case inProduction = "in_production"
    case produced, shipped, invoiced, cancelled
}
