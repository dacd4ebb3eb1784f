import Foundation
import Kernel
import ServiceRuntime

/// The page of the document that a posting or a move of stock was made for; of what has none here, its business
/// transaction.
func sourceLink(_ type: String, _ id: UUID, _ number: String, chain: UUID) -> String {
    switch type {
    case "sales-order": "/erp/sales-orders/\(id.text)"
    case "work-order": "/erp/work-orders/\(id.text)"
    case "shipment": "/erp/shipments/\(number)"
    case "payment": "/erp/payments/\(number)"
    case "goods-receipt": "/erp/goods-receipts/\(number)"
    default: chainLink(chain)
    }
}
