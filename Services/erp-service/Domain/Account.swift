/// The chart of accounts: the codes of the Chinese Accounting Standards for Business Enterprises that we post to.
public enum Account: String, Sendable, CaseIterable, Codable {
    case bank = "1002"
    case receivables = "1122"
    case materials = "1403"
    case finishedGoods = "1405"
    /// Goods received, invoice of the supplier not yet matched.
    case payables = "2202"
    /// Money of customers for goods not yet invoiced.
    case advances = "2203"
    /// Wages absorbed by work orders.
    case wages = "2211"
    case outputVAT = "2221"
    /// Money of customers that goes back to them.
    case refunds = "2241"
    case workInProgress = "5001"
    /// Machine and overhead absorbed by work orders.
    case overhead = "5101"
    case revenue = "6001"
    case costOfSales = "6401"
    case travel = "6601"
    /// A batch that came to nothing.
    case scrapLoss = "6711"

    /// Whether a debit makes the balance of the account grow.
    public var growsByDebit: Bool {
        switch self {
        case .bank, .receivables, .materials, .finishedGoods, .workInProgress, .overhead, .costOfSales, .travel,
            .scrapLoss:
            true
        case .payables, .advances, .wages, .outputVAT, .refunds, .revenue: false
        }
    }
}
