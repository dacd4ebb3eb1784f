import ERPDomain
import Kernel
import ServiceRuntime

// What the caller sees when a rule refuses.

extension IllegalTransition: ProblemConvertible {
    public var problem: Problem { .conflict("a \(thing: document) that is \(state: state) cannot \(action)") }
}

extension OverPayment: ProblemConvertible {
    public var problem: Problem {
        .unprocessable(type: "over-payment", "\(amount) cannot be taken; \(outstanding) is outstanding")
    }
}

extension CreditExceeded: ProblemConvertible {
    public var problem: Problem { .unprocessable(type: "credit-exceeded", Phrase(description)) }
}

extension BillCycle: ProblemConvertible {
    public var problem: Problem {
        .unprocessable(
            type: "bill-cycle",
            "the product would contain itself: \(path.map(\.description).joined(separator: " > "))")
    }
}

extension NoCapacity: ProblemConvertible {
    public var problem: Problem { .conflict("work centre \(workCentre) cannot take the operation") }
}

extension StockError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .notPositive(let quantity): .invalid(field: "quantity", "\(quantity) is not above zero")
        case .short(let wanted, let there): .conflict("\(wanted) wanted from stock, \(there) there")
        }
    }
}
