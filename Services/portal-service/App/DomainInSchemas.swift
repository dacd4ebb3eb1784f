import JSONSchema
import PortalDomain

// The words of the Domain as they appear in the API document.

extension WebOrderState: SchemaRepresentable {}
extension RefundReason: SchemaRepresentable {}
extension ShopPrices.Kind: SchemaRepresentable {}
